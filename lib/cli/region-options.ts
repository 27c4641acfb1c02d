import { numberIn, SEED, SPEED } from './number-option';
import { DEFAULT_SEED, DEFAULT_SPEED } from './options';
import { UsageError } from './usage-error';

/** What `region` is told on the command line; texts as typed. */
export interface GivenRegionOptions {
  readonly assembly?: string;
  readonly workloads?: string;
  readonly account?: string;
  readonly role?: string;
  readonly port?: string;
  readonly speed?: string;
  readonly throttle?: string;
  readonly seed?: string;
}

export interface RegionCommandOptions {
  /** `undefined`: an empty region. */
  readonly assembly: string | undefined;
  /** Directories of the workloads that templates name; the first one that has it counts. */
  readonly workloads: readonly string[];
  /** `undefined`: those of the assembly, or one of its own. */
  readonly accounts: readonly string[] | undefined;
  /** ARNs of roles whose credentials are given out, as whoever may take them on has them. */
  readonly roles: readonly string[];
  /** `undefined`: one that the system chooses. */
  readonly port: number | undefined;
  readonly speed: number;
  /** The share of calls that are refused for being too many, from 0 to 1. */
  readonly throttled: number;
  readonly seed: number;
}

/** Checks everything that was typed, and says everything that is wrong with it at once. @throws UsageError */
export function readRegionOptions(given: GivenRegionOptions): RegionCommandOptions {
  const problems: string[] = [];
  const port = numberIn('port', given.port, { least: 1, most: 65_535, whole: true, rule: 'a whole number from 1 to 65535' }, problems);
  const speed = numberIn('speed', given.speed, SPEED, problems);
  const seed = numberIn('seed', given.seed, SEED, problems);
  const throttle = numberIn('throttle', given.throttle, { least: 0, most: 90, whole: false, rule: 'percent of all calls, from 0 to 90' }, problems);
  const accounts = given.account?.split(',').map((account) => account.trim());
  if (accounts?.every((account) => /^\d{12}$/.test(account)) === false) problems.push(`--account must be numbers of twelve digits with commas between them, got ${JSON.stringify(given.account)}`);
  const roles = given.role?.split(',').map((role) => role.trim()) ?? [];
  const strange = roles.filter((role) => !/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(role));
  if (strange.length > 0) problems.push(`--role must be ARNs of roles, such as arn:aws:iam::222222222222:role/production-delivery, with commas between them, got ${JSON.stringify(strange.join(','))}`);
  if (problems.length > 0) throw new UsageError(problems);
  return { assembly: given.assembly, workloads: (given.workloads ?? given.assembly ?? 'cdk.out').split(','), accounts, roles, port, throttled: (throttle ?? 0) / 100, speed: speed ?? DEFAULT_SPEED, seed: seed ?? DEFAULT_SEED };
}
