import { verdicts, type Judgement, type Verdict } from './verdict';

/** One thing that a check has found. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** All findings as one judgement: as bad as the worst, which comes first; passed when there are none. */
export const findings = (found: readonly Finding[]): Judgement => together(found.map(({ verdict, reason }) => ({ verdict, reasons: [reason] })));

/** Several judgements of one release as one. */
export function together(judgements: readonly Judgement[]): Judgement {
  const order = [...verdicts.levels].reverse();
  const sorted = [...judgements].sort((left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict));
  return { verdict: verdicts.worst(judgements.map(({ verdict }) => verdict)), reasons: sorted.flatMap(({ reasons }) => reasons) };
}
