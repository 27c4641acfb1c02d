import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { numberIn, type NumberRule } from '../../lib/cli/number-option';
import { scenarios } from '../../lib/rehearsal/scenarios';
import { victims, type Victim } from './victims';

/** What a soak was asked to do. */
export interface SoakPlan {
  readonly parts: readonly Part[];
  /** Of virtual time. */
  readonly days: number;
  /** Releases during which a process is killed. */
  readonly kills: number;
  /** Kinds of processes that are killed, in turn. */
  readonly victims: readonly Victim[];
  /** Malformed things of each kind. */
  readonly spoilt: number;
  readonly scenarios: readonly string[];
  readonly rounds: number;
  /** Rounds before it were run already, and stay in the record. */
  readonly firstRound: number;
  /** Whether the rehearsals go into the record. A choice of scenarios may be somebody looking for something; `--record` says that it is not. */
  readonly isRecorded: boolean;
  /** Rehearsals that run beside each other. */
  readonly atOnce: number;
  /** Processes that do nothing but keep the machine busy. */
  readonly burners: number;
}

const PARTS = ['days', 'rehearsals', 'kills', 'ways-back', 'fuzz'] as const;
export type Part = (typeof PARTS)[number];
const COUNT: NumberRule = { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true, rule: 'a whole number' };

/** @throws Error that says everything that is wrong with the command line */
export function planFrom(args: readonly string[]): SoakPlan {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { days: text, kills: text, spoilt: text, rounds: text, 'first-round': text, 'at-once': text, burners: text, scenario: { ...text, multiple: true }, record: { type: 'boolean' }, victim: { ...text, multiple: true } } });
  const problems: string[] = [];
  const whole = (name: 'days' | 'kills' | 'spoilt' | 'rounds' | 'first-round' | 'at-once' | 'burners', otherwise: number): number => numberIn(name, values[name], COUNT, problems) ?? otherwise;
  const oneOf = (what: string, known: readonly string[], given: readonly string[]): void => {
    problems.push(...given.filter((one) => !known.includes(one)).map((one) => `${what} must be one of ${known.join(', ')}, got ${JSON.stringify(one)}`));
  };
  const known = scenarios.map(({ name }) => name);
  oneOf('a part', PARTS, positionals);
  oneOf('--scenario', known, values.scenario ?? []);
  oneOf('--victim', victims, values.victim ?? []);
  const plan: SoakPlan = {
    parts: positionals.length === 0 ? PARTS : PARTS.filter((part) => positionals.includes(part)), scenarios: values.scenario ?? known,
    days: whole('days', 1_000_000), kills: whole('kills', 200), victims: victims.filter((victim) => values.victim?.includes(victim) ?? true), spoilt: whole('spoilt', 100_000), rounds: whole('rounds', 10), firstRound: whole('first-round', 1), isRecorded: values.record ?? values.scenario === undefined, atOnce: whole('at-once', 1), burners: whole('burners', availableParallelism()),
  };
  if (plan.atOnce === 0) problems.push('--at-once must be a whole number from 1, got "0"');
  if (plan.firstRound < 1 || plan.firstRound > plan.rounds) problems.push(`--first-round must be a whole number from 1 to ${plan.rounds}, the last round, got "${plan.firstRound}"`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return plan;
}
