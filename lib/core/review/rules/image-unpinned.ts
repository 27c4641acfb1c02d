import type { Rule, Sighting } from '../finding';
import { becomes } from '../see';

/** An image that is not the one that was tested: named by something that can come to mean another, or from another place. */
export const imageUnpinned: Rule = ({ changes }) => changes.filter(({ type }) => type === 'AWS::ECS::TaskDefinition').flatMap((change) =>
  change.differences.filter(({ path }) => path.endsWith('.Image')).flatMap((place): readonly Sighting[] => {
    const [before, after] = [String(place.before), String(place.after)];
    if (repositoryOf(before) !== repositoryOf(after)) return [{ change, property: place.path, what: becomes(place), why: 'the image comes from another repository, which nothing that was proven so far was in' }];
    return isPinned(before) && !isPinned(after) ? [{ change, property: place.path, what: becomes(place), why: 'a tag can come to mean another image; a digest cannot' }] : [];
  }));

const repositoryOf = (image: string): string => image.replace(/(@sha256:.*|:[^/:]*)$/, '');
const isPinned = (image: string): boolean => /@sha256:[0-9a-f]{64}$/.test(image);
