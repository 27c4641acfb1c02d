import type { StandingDeployment } from '../standing/standing';
import type { Instant } from '../units';

/** An event of a deployment's life, as AWS tells it. */
export interface ToldEvent {
  readonly name: string;
  readonly status: string;
  readonly startedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
}

/** A deployment's own moments, and those of the one that put things back. */
export interface ToldTimes {
  readonly createdAt: Instant;
  readonly completedAt: Instant | undefined;
  readonly events: readonly ToldEvent[];
  readonly rollback: { readonly id: string; readonly createdAt: Instant; readonly completedAt: Instant | undefined } | undefined;
}

/**
 * While customers could reach what a deployment brought: from the shift until everything was put back, or until now.
 *
 * @returns `undefined` when traffic was never let through
 */
export function trafficSpan({ completedAt, events, rollback }: ToldTimes, { phase }: Pick<StandingDeployment, 'phase'>, now: Instant): { readonly from: Instant; readonly to: Instant } | undefined {
  const shift = events.find(({ name }) => name === 'AllowTraffic');
  if (shift?.startedAt === undefined) return undefined;
  const to = phase.at === 'ended' ? rollback?.completedAt ?? (rollback === undefined ? completedAt : undefined) ?? now : completedAt ?? now;
  return to > shift.startedAt ? { from: shift.startedAt, to } : undefined;
}
