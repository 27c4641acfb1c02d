import { numberIn } from './number-option';
import { DEFAULT_SEED, DEFAULT_SPEED } from './options';
import { UsageError } from './usage-error';

/** What `region` is told on the command line; texts as typed. */
export interface GivenRegionOptions {
  readonly assembly?: string;
  readonly port?: string;
  readonly speed?: string;
  readonly seed?: string;
}

export interface RegionCommandOptions {
  /** `undefined`: an empty region. */
  readonly assembly: string | undefined;
  /** `undefined`: one that the system chooses. */
  readonly port: number | undefined;
  readonly speed: number;
  readonly seed: number;
}

/** Checks everything that was typed, and says everything that is wrong with it at once. @throws UsageError */
export function readRegionOptions(given: GivenRegionOptions): RegionCommandOptions {
  const problems: string[] = [];
  const port = numberIn('port', given.port, { least: 1, most: 65_535, whole: true, rule: 'a whole number from 1 to 65535' }, problems);
  const speed = numberIn('speed', given.speed, { least: 1, most: 600, rule: 'a number from 1 to 600: how many times as fast as on AWS time runs' }, problems);
  const seed = numberIn('seed', given.seed, { least: 0, most: 2 ** 31, whole: true, rule: 'a whole number from 0' }, problems);
  if (problems.length > 0) throw new UsageError(problems);
  return { assembly: given.assembly, port, speed: speed ?? DEFAULT_SPEED, seed: seed ?? DEFAULT_SEED };
}
