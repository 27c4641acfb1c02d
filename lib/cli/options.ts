import { foreignScenarios } from '../rehearsal/foreign/foreign-scenarios';
import { scenarios } from '../rehearsal/scenarios';
import { numberIn, SEED, SPEED } from './number-option';
import { UsageError } from './usage-error';

/** What `rehearse` and `tour` are told on the command line; texts as typed. */
export interface GivenOptions {
  /** In the order in which they are to be rehearsed. */
  readonly scenario?: readonly string[];
  readonly assembly?: string;
  readonly stage?: string;
  readonly speed?: string;
  readonly rate?: string;
  readonly seed?: string;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly workload?: string;
  readonly contract?: string;
  readonly operation?: string;
}

export interface RehearseOptions {
  readonly scenarios: readonly string[];
  /** `undefined`: synthesize. */
  readonly assembly: string | undefined;
  readonly stage: string;
  /** Somebody else's app is rehearsed: what runs in its container, as typed. */
  readonly workload: string | undefined;
  /** File of the contract of somebody else's app. */
  readonly contract: string | undefined;
  /** The operation that is disturbed. */
  readonly operation: string | undefined;
  /** `undefined`: as the scenario says, or else `DEFAULT_SPEED`. */
  readonly speed: number | undefined;
  /** `undefined`: the stage's expected peak times the speed. */
  readonly rate: number | undefined;
  readonly seed: number;
  readonly json: boolean;
}

/** At this speed a release of twenty minutes takes twenty seconds. */
export const DEFAULT_SPEED = 60;
export const DEFAULT_SEED = 1;

/** Checks everything that was typed, and says everything that is wrong with it at once. @throws UsageError */
export function readOptions(given: GivenOptions, fallback: readonly string[]): RehearseOptions {
  const problems: string[] = [];
  const known = (given.workload === undefined ? scenarios : foreignScenarios).map(({ name }) => name);
  const scenario = given.scenario ?? fallback;
  const unknown = scenario.filter((name) => !known.includes(name));
  problems.push(...unknown.map((name) => `--scenario must be one of ${known.join(', ')}, got ${JSON.stringify(name)}`));
  const twice = scenario.filter((name, at) => !unknown.includes(name) && scenario.indexOf(name) !== at);
  problems.push(...twice.map((name) => `--scenario ${name} must be given once`));
  problems.push(...foreignProblems(given));
  const speed = numberIn('speed', given.speed, SPEED, problems);
  const rate = numberIn('rate', given.rate, { least: 1, most: 2_000, rule: 'a number from 1 to 2000: requests per second of wall time' }, problems);
  const seed = numberIn('seed', given.seed, SEED, problems) ?? DEFAULT_SEED;
  if (problems.length > 0) throw new UsageError(problems);
  return {
    scenarios: scenario, assembly: given.assembly, stage: given.stage ?? 'production',
    workload: given.workload, contract: given.contract, operation: given.operation, speed, rate, seed, json: given.json === true,
  };
}

function foreignProblems({ workload, assembly, contract, operation, stage }: GivenOptions): readonly string[] {
  if (workload === undefined) {
    const alone = Object.entries({ contract, operation }).filter(([, value]) => value !== undefined).map(([name]) => `--${name}`);
    return alone.map((name) => `${name} is for an app of your own: give --workload too, such as --workload 'web=python3 service.py'`);
  }
  return [
    ...(assembly === undefined ? ["--workload is for an app of your own: name its cloud assembly with --assembly"] : []),
    ...(stage === undefined ? [] : ['--stage is for stages of this project: leave it out with --workload']),
  ];
}
