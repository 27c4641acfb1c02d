import type { Recorded, SignedEntry } from './fact';
import { historyOf } from './history';
import { sameContent } from './same-content';

/** The working copy that a release says it was built from. */
export interface WorkingCopy {
  readonly commit: string;
  /** Files that differ from the commit, or that it does not have. */
  readonly changed: readonly string[];
}

export interface Recording {
  readonly fact: Recorded;
  readonly workingCopy: WorkingCopy;
  /** Where the image was looked for; `unknown`: nobody could look. */
  readonly image: 'present' | 'absent' | 'unknown';
}

/** Why CI may not record a release, each with what to do about it; none: it may. */
export function recordingProblems({ fact, workingCopy, image }: Recording, chain: readonly SignedEntry[]): readonly string[] {
  const { release } = fact;
  const { commit, changed } = workingCopy;
  const known = historyOf(chain).find(({ artifact }) => artifact.release === release)?.artifact;
  return [
    ...(changed.length === 0 ? [] : [`the working copy must be as its commit is, and ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''} differ${changed.length === 1 ? 's' : ''}: commit, and let CI build ${release} from a clean tree`]),
    ...(commit === fact.commit ? [] : [`${release} says that it was built from commit ${fact.commit.slice(0, 12)}, and the working copy is at ${commit.slice(0, 12)}: check out what was built`]),
    ...(image === 'absent' ? [`the image ${fact.image} of ${release} is not in the repository: push it first, and record what the push says`] : []),
    ...(known === undefined ? [] : sameContent(fact, known).map((difference) => `${release} is in the ledger with other content: ${difference}; a name stands for one content for ever, build under another name`)),
  ];
}
