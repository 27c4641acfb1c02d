import type { Approver, Finding } from './finding';
import { risks, type Risk } from './risk';

/** Who has to say yes before the change may be deployed; `refused` when nobody can. */
export type Approval =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused' }
  /** `people`: how many, none of whom wrote the change. `among`: what some of them have to be, one person for each. */
  | { readonly kind: 'people'; readonly people: number; readonly among: readonly Approver[] };

/** How many others have to read it, at least: even the smallest change needs one. */
const least: Readonly<Record<Risk, number>> = { none: 0, review: 1, protection: 1, downtime: 2, 'data-loss': 2, refused: 0 };

/** One person more for each kind of harm: whoever answers for data cannot answer for access at the same time. */
export function approvalFor(risk: Risk, findings: readonly Finding[]): Approval {
  if (risk === 'none') return { kind: 'nobody' };
  if (risk === 'refused') return { kind: 'refused' };
  // What is only to be read is read by the one who reads all of it.
  const grave = findings.filter((finding) => risks.atLeast(finding.risk, 'protection'));
  const among = [...new Set(grave.flatMap(({ approver }) => (approver === null ? [] : [approver])))];
  return { kind: 'people', people: Math.max(least[risk], among.length), among };
}
