import type { Promoted, Recorded, SignedEntry } from './fact';
import { historyOf, isGood } from './history';
import type { Proofs } from './proofs';
import { sameContent } from './same-content';
import { verdictProblems } from './verdict-problems';
import { verify } from './verify';

/** A service's ledger in one stage. */
export interface StageLedger {
  readonly stage: string;
  readonly service: string;
  readonly chain: readonly SignedEntry[];
}

/** What is to be said in the other ledger, in this order; or every reason why not. */
export type Promotion = { readonly kind: 'may'; readonly facts: readonly [Recorded, Promoted] } | { readonly kind: 'may-not'; readonly reasons: readonly string[] };

/** Whether a release may go from one stage to another. @param proofs with the keys of both */
export function promotion(release: string, from: StageLedger, to: StageLedger, proofs: Proofs): Promotion {
  const damage = [from, to].flatMap(({ stage, service, chain }) => verify(chain, { stage, service, proofs }).map(({ said }) => `the ledger of ${service} in ${stage} does not hold together: ${said}; look at changeover releases verify --stage ${stage}`));
  if (damage.length > 0) return { kind: 'may-not', reasons: damage };
  const there = historyOf(from.chain).find(({ artifact }) => artifact.release === release);
  if (there === undefined) return { kind: 'may-not', reasons: [`the release ${release} is not known in ${from.stage}: ${known(from)}`] };
  const { recorded, baked, takenBack, artifact } = there;
  const verdict = from.chain.find(({ entry }) => entry.sequence === baked?.sequence);
  const here = historyOf(to.chain).find((one) => one.artifact.release === release)?.artifact;
  const reasons = [
    ...(recorded === undefined ? [`the release ${release} was never recorded by CI in ${from.stage}`] : sameContent(artifact, recorded.fact).map((difference) => `what ran in ${from.stage} under the name ${release} is not what CI recorded: ${difference}`)),
    ...(recorded !== undefined && !recorded.fact.clean ? [`the release ${release} was recorded from a dirty tree: nobody can say what is in it; let CI build it again`] : []),
    ...(verdict === undefined ? [`the release ${release} has not baked in ${from.stage} yet (it is ${there.now.fact.kind}): wait for the end of its bake with changeover wait --stage ${from.stage}`] : verdictProblems(artifact, verdict, { from: from.stage, service: to.service, proofs })),
    ...(baked !== undefined && !isGood(there) ? [`the release ${release} was taken back in ${from.stage} after it had baked there: ${takenBack?.fact.why ?? ''}`] : []),
    ...(here === undefined ? [] : sameContent(artifact, here).map((difference) => `the release ${release} is in the ledger of ${to.stage} with other content: ${difference}; a name stands for one content for ever`)),
  ];
  if (reasons.length > 0 || recorded === undefined || verdict === undefined) return { kind: 'may-not', reasons };
  return { kind: 'may', facts: [recorded.fact, { kind: 'promoted', ...artifact, from: from.stage, verdict }] };
}

function known({ chain }: StageLedger): string {
  const names = historyOf(chain).map(({ artifact }) => artifact.release);
  return names.length === 0 ? 'nothing was ever recorded there' : `the newest are ${names.slice(-3).toReversed().join(', ')}`;
}
