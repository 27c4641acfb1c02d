import type { RollbackPolicy } from '../core/rollout/alarm-plan';
import type { Millis, Percent } from '../core/units';
import type { Traffic } from './traffic';

/**
 * Everything in which one stage differs from another: an account with its own copy of the whole system.
 *
 * Stacks read these values and never ask which stage they are in. A value of this type has passed every rule of `read-stage.ts`.
 */
export interface Stage {
  /** Lower case letters and digits, at most twelve: it is a part of names that AWS keeps short. */
  readonly name: string;
  /** Twelve digits. No other stage may have it, unless both say why in `accountSharedBecause`. */
  readonly account: string;
  /** Why this stage shares its account with another, in words; nothing when it does not. */
  readonly accountSharedBecause: string | undefined;
  readonly region: string;
  /** Three zones of the region by name, so that synthesis need not ask AWS. */
  readonly zones: readonly string[];
  /** The name under which customers reach the API, and which its certificate is for. */
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
  readonly releaseTime: ReleaseTime;
  readonly rollback: RollbackPolicy;
  readonly network: Network;
  readonly service: Service;
  readonly database: Database;
  /** How long logs are kept: a number of days that CloudWatch knows. */
  readonly logDays: number;
  readonly topology: Topology;
}

/** What a release may take before CloudFormation stops waiting for it; together with the shift at most 55 minutes. */
export interface ReleaseTime {
  readonly migrations: Millis;
  /** From the first task of green to all of them healthy. Green that takes longer is given up. */
  readonly install: Millis;
  readonly hooks: Millis;
  /** For stopping, rolling back and answering. */
  readonly margin: Millis;
}

export interface Network {
  /** The range of the VPC. It must not overlap that of a network it will be joined with. */
  readonly cidr: string;
  /** From 1 (cheap; its zone's failure cuts the way out) to one in each zone. */
  readonly natGateways: number;
}

export interface Service {
  /** CPU units of one task, 1024 to a core. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** At least two, so that a zone may fail. */
  readonly minTasks: number;
  readonly maxTasks: number;
  /** Tasks are added and removed to keep the service's average CPU here. */
  readonly targetCpu: Percent;
}

export interface Database {
  /** Such as `m7g.large`. */
  readonly instanceType: string;
  readonly storageGiB: number;
  /** Storage grows by itself up to here. */
  readonly maxStorageGiB: number;
  /** One read replica in each zone named; the primary and its standby live in the others, of which two must remain. */
  readonly replicaZones: readonly string[];
  /** How far back a point in time can be restored: 14 to 35 days. */
  readonly backupDays: number;
  /** Every day, UTC, such as `18:00-18:30`; not during maintenance, which RDS would refuse. */
  readonly backupWindow: string;
  /** Every week, UTC, such as `tue:19:00-tue:19:30`. No release should run then. */
  readonly maintenanceWindow: string;
  /** Statements that take longer are logged. */
  readonly slowStatement: Millis;
}

export interface Topology {
  /**
   * Raise it when a topology is deployed that this account had before and left again, for instance by a revert.
   *
   * Its snapshot still exists then, and CloudFormation refuses to create it a second time ("already exists").
   */
  readonly edition: number;
  /** What answers until the first release: an image with Node on it, by digest. */
  readonly placeholderImage: string;
}
