import type { Instant, Millis, Percent } from '../units';
import type { Cause } from './cause';
import type { EventRecords } from './event-records';
import type { HookedEvent } from './lifecycle-event';

/** The two task sets, by their part in one deployment: blue serves when it starts, green is what it brings. */
export type Color = 'blue' | 'green';

/** One deployment, as plain data: it can be printed, saved and read back in the middle of anything. */
export interface Deployment {
  /** Such as `d-ABCDEF123`. */
  readonly id: string;
  readonly origin: Origin;
  readonly createdAt: Instant;
  readonly events: EventRecords;
  readonly phase: Phase;
  readonly alarms: AlarmReadings;
  /** The share of production traffic that green was last confirmed to hold. */
  readonly greenShare: Percent;
}

/** A rollback is a deployment of its own, with its own id, that undoes what another one had changed. */
export type Origin = { readonly kind: 'request' } | { readonly kind: 'rollback'; readonly of: string };

/** Where a deployment stands, with what matters there and nowhere else. */
export type Phase =
  /** Begins at `until`, but not before the alarms were read once; nothing was changed yet. */
  | { readonly at: 'created'; readonly until: Instant }
  | { readonly at: 'hook'; readonly event: HookedEvent; readonly executionId: string; readonly deadline: Instant }
  | { readonly at: 'installing'; readonly deadline: Instant }
  | { readonly at: 'routing-test'; readonly deadline: Instant }
  /** Waiting for `ContinueDeployment`; the deployment's status is `Ready`. */
  | { readonly at: 'ready'; readonly wait: Millis; readonly deadline: Instant }
  /** The weights of shift number `shift` (from 0) were asked for and are not confirmed. */
  | { readonly at: 'shifting'; readonly shift: number; readonly startedAt: Instant; readonly deadline: Instant }
  /** Shift number `shift` is confirmed, and the next one is due at `until`. */
  | { readonly at: 'holding'; readonly shift: number; readonly startedAt: Instant; readonly until: Instant }
  | { readonly at: 'making-primary'; readonly deadline: Instant }
  /** Green holds all traffic, and blue is kept until `until`: the termination wait. */
  | { readonly at: 'baking'; readonly until: Instant }
  | { readonly at: 'ending-blue'; readonly deadline: Instant }
  /** Only in a rollback: blue is getting everything back at once. */
  | { readonly at: 'restoring'; readonly awaiting: readonly Restoration[]; readonly deadline: Instant }
  /** Only in a rollback. */
  | { readonly at: 'ending-green'; readonly deadline: Instant }
  | { readonly at: 'ended'; readonly endedAt: Instant; readonly outcome: Outcome };

/** What a rollback gives back to blue: production traffic, test traffic, the part of the primary task set. */
export type Restoration = 'production' | 'test' | 'primary';

export type Outcome =
  | { readonly status: 'Succeeded' }
  | { readonly status: 'Failed' | 'Stopped'; readonly because: Cause; readonly rollback: Rollback };

export type Rollback =
  | { readonly kind: 'none'; readonly why: 'not-wanted' | 'nothing-to-undo' | 'blue-is-ending' | 'is-a-rollback' }
  /** A second deployment was asked for; its id is not known yet. */
  | { readonly kind: 'asked'; readonly restore: readonly Restoration[] }
  | { readonly kind: 'started'; readonly deployment: string };

/** Where the polling of the alarms stands. */
export type AlarmReadings =
  | { readonly kind: 'off' }
  | { readonly kind: 'due'; readonly at: Instant }
  | { readonly kind: 'asked'; readonly answerBy: Instant };
