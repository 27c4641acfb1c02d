import type { Artifact, Baked, Deployed, Fact, Recorded, SignedEntry, TakenBack } from './fact';

/** A fact with its place in the ledger. */
export interface Told<Kind extends Fact = Fact> {
  readonly sequence: number;
  readonly at: string;
  readonly fact: Kind;
}

/** What is known of one release, from its ledger. */
export interface ReleaseHistory {
  readonly artifact: Artifact;
  /** The newest of each kind. */
  readonly recorded: Told<Recorded> | undefined;
  readonly deployed: Told<Deployed> | undefined;
  readonly baked: Told<Baked> | undefined;
  readonly takenBack: Told<TakenBack> | undefined;
  /** Sequence of the first fact that tells of a try here, well or badly ended; `undefined`: it was never tried. */
  readonly tried: number | undefined;
  /** How many deployments of it there were. */
  readonly tries: number;
  /** What was said of it last: what it is now. */
  readonly now: Told;
}

/** Every release of a ledger, in the order in which they were first heard of. */
export function historyOf(chain: readonly SignedEntry[]): readonly ReleaseHistory[] {
  const told = chain.map(({ entry: { sequence, at, fact } }) => ({ sequence, at, fact }));
  const names = [...new Set(told.map(({ fact }) => fact.release))];
  return names.flatMap((name) => {
    const own = told.filter(({ fact }) => fact.release === name);
    const now = own.at(-1);
    if (now === undefined) return [];
    const { release, workload, image } = now.fact;
    return [{
      artifact: { release, workload, image }, now, tried: own.find(({ fact }) => isTry(fact))?.sequence, tries: triesIn(own),
      recorded: newest(own, 'recorded'), deployed: newest(own, 'deployed'), baked: newest(own, 'baked'), takenBack: newest(own, 'taken-back'),
    }];
  });
}

/** Migrations run before a release has customers: whatever is said of it afterwards, they are there. */
const isTry = ({ kind }: Fact): boolean => kind === 'deployed' || kind === 'baked' || kind === 'taken-back';

const triesIn = (own: readonly Told[]): number => new Set(own.flatMap(({ fact }) => ('deployment' in fact ? [fact.deployment] : []))).size;

function newest<Kind extends Fact['kind']>(told: readonly Told[], kind: Kind): Told<Extract<Fact, { kind: Kind }>> | undefined {
  return told.findLast((one): one is Told<Extract<Fact, { kind: Kind }>> => one.fact.kind === kind);
}

/** It has baked, and nothing took it back when it was tried again. */
export const isGood = ({ baked, takenBack }: ReleaseHistory): boolean => baked !== undefined && (takenBack === undefined || takenBack.sequence < baked.sequence);

/**
 * The release that baked last, and was not taken back later.
 *
 * @param except what customers are on now: whoever wants to go back wants to go somewhere else. @default - nothing is left out
 */
export const lastKnownGood = (history: readonly ReleaseHistory[], except?: string): ReleaseHistory | undefined => history
  .filter((one) => isGood(one) && one.artifact.release !== except)
  .toSorted((one, other) => (other.baked?.sequence ?? 0) - (one.baked?.sequence ?? 0))[0];

/** What was the last known good release at a moment, an ISO instant. */
export const lastKnownGoodAt = (chain: readonly SignedEntry[], moment: string): ReleaseHistory | undefined =>
  lastKnownGood(historyOf(chain.filter(({ entry }) => Date.parse(entry.at) <= Date.parse(moment))));
