import type { StageProof } from '../core/review/rehearsed';
import type { Review } from '../core/review/review';

/** The answer of `changeover review --format json`, as `review.schema.json` says. `null` stands where there is no value. */
export function reviewJson({ risk, approval, findings, changes }: Review, withinLimit: boolean, rehearsed: readonly StageProof[]): object {
  return {
    risk, withinLimit, approval, findings, rehearsed,
    changes: changes.map(({ stack, logicalId, path, type, fate, replacedBecauseOf, differences }) => ({
      stack: stack.id, axis: stack.axis ?? null, path, logicalId, type, fate, replacedBecauseOf,
      differences: differences.map(({ path: place, before, after }) => ({ path: place, before: before ?? null, after: after ?? null })),
    })),
  };
}
