/** Where settings come from: the environment of the task, which its task definition fills, and nothing else. */
export const environment = (): Readonly<Record<string, string | undefined>> => process.env;
