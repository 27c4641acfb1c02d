import type { Instant } from '../units';

/** How a service stands: what runs, who gets the customers, what is being deployed. */
export interface Standing {
  readonly stage: string;
  readonly service: string;
  /** Newest first. */
  readonly taskSets: readonly StandingTaskSet[];
  /** The deployment that runs, or the newest that has ended; none before the first release. */
  readonly deployment: StandingDeployment | undefined;
  readonly releaseStack: ReleaseStackStanding;
  /** Alarms of the deployment group that are red. */
  readonly red: readonly string[];
  /** AWS's moment, as far as it is known. */
  readonly now: Instant;
}

export interface StandingTaskSet {
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** The placeholder is none. */
  readonly release: string | undefined;
  readonly running: number;
  readonly desired: number;
  /** Share of customers that the production rule sends here, in percent; `undefined`: no rule names its target group. */
  readonly share: number | undefined;
}

export interface StandingDeployment {
  readonly id: string;
  readonly createdAt: Instant;
  readonly description: string;
  /** The deployment that this one takes back. */
  readonly takesBack: string | undefined;
  /** The alarms that watch it in place of those of its group. */
  readonly watchedBy: readonly string[] | undefined;
  readonly phase: Phase;
}

export type Phase =
  | { readonly at: 'beginning' }
  | { readonly at: 'event'; readonly event: string }
  /** Green is ready, and somebody has to let it go on. */
  | { readonly at: 'ready' }
  /** Green has all customers; until `until` an alarm, or a person, takes them back in seconds. */
  | { readonly at: 'baking'; readonly until: Instant | undefined }
  | { readonly at: 'promoted' }
  /** `rollback`: the deployment that puts things back; none when the group does not roll back, or had nothing to put back. */
  | { readonly at: 'ended'; readonly because: string; readonly rollback: RollbackStanding };

export type RollbackStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'awaited' }
  | { readonly kind: 'running' | 'succeeded' | 'failed'; readonly id: string };

/** What CloudFormation believes. */
export type ReleaseStackStanding =
  | { readonly kind: 'none'; readonly name: string }
  | { readonly kind: 'there'; readonly name: string; readonly status: string; readonly release: string | undefined; readonly agrees: boolean };

/** A deployment that still may change something: it has not ended, or what takes it back has not. */
export function isOver({ phase }: Pick<StandingDeployment, 'phase'>): boolean {
  return phase.at === 'promoted' || (phase.at === 'ended' && phase.rollback.kind !== 'awaited' && phase.rollback.kind !== 'running');
}
