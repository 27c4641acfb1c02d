import { scale } from '../scale';

/**
 * What a check can say. Only `passed` moves a release forward.
 *
 * `inconclusive`: too little was seen. `broken`: nothing could be measured.
 */
export const verdicts = scale('passed', 'inconclusive', 'broken', 'failed');
export type Verdict = (typeof verdicts.levels)[number];

export interface Judgement {
  readonly verdict: Verdict;
  /** Sentences with both numbers, worst first; empty when everything passed. */
  readonly reasons: readonly string[];
}
