import type { Millis, Percent } from '../core/units';
import type { Traffic } from './traffic';

/** How one service that customers reach is run and released in a stage. */
export interface Tier {
  /** The name under which customers reach it, and which its certificate is for. */
  readonly domain: string;
  /** A certificate of this account and region; an alias for `domain` is made outside. */
  readonly certificateArn: string;
  /** Requests a second over all operations in the busiest hour; alarm thresholds and the load of rehearsals come from it. */
  readonly expectedPeak: number;
  readonly traffic: Traffic;
  /**
   * How long blue is kept after green holds all traffic.
   *
   * While it is kept an alarm moves traffic back in seconds; afterwards only a new release can. At most 48 hours, and longer than
   * the slowest rollback alarm.
   */
  readonly bake: Millis;
  readonly service: Service;
  /** Somebody is told when one in a hundred answers of an operation takes longer than this for a quarter of an hour. */
  readonly slowAnswer: Millis;
}

/** The tier for features that may fail. */
export interface AuxiliaryTier extends Tier {
  readonly worker: Worker;
  /**
   * The most sessions of its database user on each server, tasks and workers of both colours together. It is what keeps the tier from
   * taking the database away from the API.
   */
  readonly connections: number;
}

/** What one task has. Fargate offers certain pairs only. */
export interface TaskSize {
  /** CPU units, 1024 to a core. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

export interface Service extends TaskSize {
  /** At least two, so that a zone may fail. */
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Tasks are added and removed to keep the service's average CPU here. */
  readonly targetCpu: Percent;
}

/** What consumes the queue of a service. Without it work waits, and nothing is lost. */
export interface Worker extends TaskSize {
  /** Of each release that has workers: two have them while one bakes. */
  readonly tasks: number;
}
