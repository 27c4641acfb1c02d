import type { Artifact } from './fact';

/** In what two artifacts differ beside their names: `one` was found, `other` is in the ledger. */
export function sameContent(one: Artifact, other: Artifact): readonly string[] {
  return [
    ...(one.workload === other.workload ? [] : [`its bundle is ${short(one.workload)}, and the ledger says ${short(other.workload)}`]),
    ...(one.image === other.image ? [] : [`its image is ${one.image}, and the ledger says ${other.image}`]),
  ];
}

const short = (digest: string): string => `${digest.slice(0, 12)}...`;
