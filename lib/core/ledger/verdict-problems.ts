import { hashOf } from './chain';
import type { Artifact, SignedEntry } from './fact';
import type { Proofs } from './proofs';
import { sameContent } from './same-content';

/** The stage whose word is asked for. */
export interface VerdictOf {
  readonly from: string;
  readonly service: string;
  readonly proofs: Proofs;
}

/** Why another stage's entry is no verdict on this very artifact; none: that stage says, signed, that it has baked there. */
export function verdictProblems(artifact: Artifact, { entry, hash, signature }: SignedEntry, { from, service, proofs }: VerdictOf): readonly string[] {
  const { release } = artifact;
  const { fact } = entry;
  const signed = proofs.vouches({ stage: from, signer: 'verdict' }, hash, signature);
  return [
    ...(entry.stage === from && entry.service === service ? [] : [`the verdict on ${release} is of ${entry.service} in ${entry.stage}, and one of ${service} in ${from} is needed`]),
    ...(fact.kind === 'baked' ? [] : [`the verdict of ${from} on ${release} does not say that it has baked there, but "${fact.kind}"`]),
    ...(fact.release === release ? sameContent(artifact, fact).map((difference) => `what has baked in ${from} is not this ${release}: ${difference}`) : [`the verdict of ${from} is on ${fact.release}, and not on ${release}`]),
    ...(hashOf(entry, proofs) === hash ? [] : [`the verdict of ${from} on ${release} is not what was signed there: it was changed afterwards`]),
    ...(signed === undefined ? [`whether ${from} has signed its verdict on ${release} cannot be told: its public key cannot be read from here`] : []),
    ...(signed === false ? [`the verdict on ${release} is not signed by the verdict key of ${from}`] : []),
  ];
}
