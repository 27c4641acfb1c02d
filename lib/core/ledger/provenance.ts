import type { Artifact, Promoted, Recorded, SignedEntry } from './fact';
import type { Proofs } from './proofs';
import { sameContent } from './same-content';
import { verdictProblems } from './verdict-problems';
import { verify } from './verify';

/** Where a release is to run, and what that place asks for. */
export interface Place {
  readonly stage: string;
  readonly service: string;
  /** The stage whose verdict a release needs. @default - none: what CI recorded may run here */
  readonly promotesFrom?: string | undefined;
  readonly proofs: Proofs;
}

/**
 * Why a release may not run in a stage, each with what to do about it; none: CI has built it from a clean tree, it is the very
 * bundle and image, and the stage before has vouched for it.
 *
 * A ledger that does not hold together proves nothing, so nothing is believed of it.
 *
 * @param chain the whole ledger of the service in its stage
 */
export function provenance(artifact: Artifact, chain: readonly SignedEntry[], place: Place): readonly string[] {
  // Verdicts are looked at one by one, that of this release below: another release's says nothing about it.
  const damage = verify(chain, place).filter(({ damage: kind }) => kind !== 'verdict').map(({ said }) => said);
  if (damage.length > 0) return [`the ledger of ${place.service} in ${place.stage} does not hold together, so nothing in it is believed: ${damage[0]}${damage.length > 1 ? ` (and ${damage.length - 1} more)` : ''}; look at changeover releases verify`];
  const facts = chain.map(({ entry }) => entry.fact).filter(({ release }) => release === artifact.release);
  return [
    ...recorded(artifact, facts.filter((fact): fact is Recorded => fact.kind === 'recorded'), place),
    ...(place.promotesFrom === undefined ? [] : promoted(artifact, facts.filter((fact): fact is Promoted => fact.kind === 'promoted'), place.promotesFrom, place)),
  ];
}

function recorded(artifact: Artifact, facts: readonly Recorded[], { stage, promotesFrom }: Place): readonly string[] {
  const newest = facts.at(-1);
  if (newest === undefined) {
    const how = promotesFrom === undefined ? `let CI build it, and record it with changeover release record --stage ${stage}` : `let CI build it, bring it to ${promotesFrom} first, and promote it from there`;
    return [`the release ${artifact.release} was never recorded by CI in ${stage}: ${how}`];
  }
  return [
    ...sameContent(artifact, newest).map((difference) => `the release ${artifact.release} was recorded with other content: ${difference}; deploy what was recorded, or build a release of another name`),
    ...(newest.clean ? [] : [`the release ${artifact.release} was recorded from a dirty tree: nobody can say what is in it; commit, and let CI build it again`]),
  ];
}

function promoted(artifact: Artifact, facts: readonly Promoted[], from: string, place: Place): readonly string[] {
  const newest = facts.filter((fact) => fact.from === from).at(-1);
  if (newest === undefined) return [`the release ${artifact.release} was never promoted from ${from}: let it bake there, and run changeover release promote ${artifact.release} --from ${from} --stage ${place.stage}`];
  return [
    ...sameContent(artifact, newest).map((difference) => `the release ${artifact.release} was promoted with other content: ${difference}`),
    ...verdictProblems(artifact, newest.verdict, { from, service: place.service, proofs: place.proofs }),
  ];
}
