import type { RollbackPolicy } from '../core/rollout/alarm-plan';
import type { Millis } from '../core/units';
import type { Delivery } from './delivery';
import type { AuxiliaryTier, Tier } from './tier';

/**
 * Everything in which one stage differs from another: an account with its own copy of the whole system. What a tier has stands at the
 * top for the API, which the stage is there for, and under `auxiliary` for the features that may fail.
 *
 * Stacks read these values and never ask which stage they are in. A value of this type has passed every rule of `read-stage.ts`.
 */
export interface Stage extends Tier {
  /** Lower case letters and digits, at most twelve: it is a part of names that AWS keeps short. */
  readonly name: string;
  /** Twelve digits. No other stage may have it, unless both say why in `accountSharedBecause`. */
  readonly account: string;
  /** Why this stage shares its account with another, in words; nothing when it does not. */
  readonly accountSharedBecause: string | undefined;
  readonly region: string;
  /** Three zones of the region by name, so that synthesis need not ask AWS. */
  readonly zones: readonly string[];
  readonly releaseTime: ReleaseTime;
  readonly rollback: RollbackPolicy;
  readonly network: Network;
  readonly database: Database;
  /** How long logs are kept: a number of days that CloudWatch knows. */
  readonly logDays: number;
  readonly topology: Topology;
  /**
   * The stage that has to vouch, signed, for a release before this one takes it; nothing for the first stage that a release reaches.
   *
   * That stage's keys and images can then be read from this one's account.
   */
  readonly promotesFrom: string | undefined;
  readonly delivery: Delivery;
  readonly auxiliary: AuxiliaryTier;
}

/** What a release may take before CloudFormation stops waiting for it; together with the shift at most 55 minutes. */
export interface ReleaseTime {
  readonly migrations: Millis;
  /** From the first task of green to all of them healthy. Green that takes longer is given up. */
  readonly install: Millis;
  /** At least the twelve minutes that they have: one to see what runs, five to probe it, of which three are for a database that fails over meanwhile, and six to see its numbers come. */
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
