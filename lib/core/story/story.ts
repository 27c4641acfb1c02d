import type { Migration } from '../ledger/fact';
import type { StandingDeployment } from '../standing/standing';
import type { Instant } from '../units';

/** What became of one deployment, for whoever has to decide what comes next. */
export interface Story {
  readonly stage: string;
  readonly service: string;
  readonly deployment: StandingDeployment;
  /** The release that it brought, and the one before; `undefined`: the placeholder, or nobody knows any more. */
  readonly release: string | undefined;
  readonly before: string | undefined;
  readonly changed: Changed;
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** Alarms that AWS names as what stopped it. */
  readonly alarms: readonly StoppingAlarm[];
  /** `undefined`: no customer could reach it. */
  readonly traffic: Traffic | undefined;
  /** AWS's moment, as far as it is known. */
  readonly now: Instant;
}

/** What the ledger knows of the two releases; or why it cannot be asked. */
export type Changed =
  | { readonly kind: 'told'; readonly commits: readonly [from: string, to: string] | undefined; readonly images: readonly [from: string, to: string] | undefined; readonly migrations: readonly Migration[] }
  | { readonly kind: 'unknown'; readonly why: string };

export interface Moment {
  readonly at: Instant;
  readonly what: string;
}

export interface StoppingAlarm {
  readonly name: string;
  /** As its owner has described it; and CloudWatch's words for its state now. */
  readonly description: string;
  readonly state: string;
  readonly because: string;
}

/** Answers to customers while the deployment had some, as the load balancer counts them. */
export interface Traffic {
  readonly from: Instant;
  readonly to: Instant;
  readonly groups: readonly { readonly name: string; readonly role: 'new' | 'before' | 'unknown'; readonly requests: number; readonly failed: number }[];
  /** Requests that got no answer from any of them: the load balancer's own 5xx. */
  readonly unanswered: number;
}
