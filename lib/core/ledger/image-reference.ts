/** What is pulled, as an `Artifact` names it: a digest, or a tag that cannot be moved. The repository in front of it is another one in each account. */
export const imageReference = (image: string): string | undefined => /[@:][^/]*$/.exec(image)?.[0];
