import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { keptPace } from '../../lib/rehearsal/pace';
import type { Result } from '../../lib/rehearsal/result';
import type { SoakPlan } from './plan';
import type { Soaked } from './rehearsals';

/** One rehearsal of the soak as its record keeps it. */
export type Kept = Pick<Soaked, 'scenario' | 'seed' | 'load'> & Pick<SoakPlan, 'atOnce' | 'burners'> & { readonly commit: string } & (
  | { readonly end: 'as-expected'; readonly wallSeconds: number }
  | { readonly end: 'otherwise'; readonly why: string }
);

export function kept(run: Soaked, { atOnce, burners }: SoakPlan, commit: string): Kept {
  const { scenario, seed, load } = run;
  const about = { scenario, seed, load, atOnce, burners, commit };
  return run.kind === 'as-expected' ? { ...about, end: 'as-expected', wallSeconds: run.wallSeconds } : { ...about, end: 'otherwise', why: whyOf(run) };
}

/**
 * What a soak leaves as it is in the record: scenarios that it does not run, and rounds before its first. Ten rounds take hours, so one
 * may go on where another ended; and a scenario that was changed is run again by itself.
 */
export const untouched = (record: readonly Kept[], { scenarios, firstRound }: Pick<SoakPlan, 'scenarios' | 'firstRound'>): readonly Kept[] =>
  record.filter(({ scenario, seed }) => !scenarios.includes(scenario) || seed < firstRound);

export const keptIn = (file: string): readonly Kept[] => (existsSync(file) ? linesOf(readFileSync(file, 'utf8')).map((line) => JSON.parse(line) as Kept) : []);

export const keep = (runs: readonly Kept[], file: string): void => writeFileSync(file, runs.map((run) => `${JSON.stringify(run)}\n`).join(''));

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

function whyOf(run: Exclude<Soaked, { kind: 'as-expected' }>): string {
  switch (run.kind) {
    case 'hung': return 'did not end in time';
    case 'broken': return run.why;
    case 'not-as-expected': return whyOfResult(run.result);
  }
}

function whyOfResult(result: Result): string {
  const by = ({ outcome, stoppedBy }: Pick<Result, 'outcome' | 'stoppedBy'>): string => `${outcome}${stoppedBy === null ? '' : ` by ${stoppedBy.kind} ${stoppedBy.name}`}`;
  const { beside, pace } = result;
  return `exit 1, and the machine ${keptPace(result) ? 'kept' : 'did not keep'} the pace: ${by(result)}${beside === null ? '' : `; its ${beside.tier} tier ${by(beside)}`}`
    + `; 99 % of the requests sent within ${pace.mostWithinMs} ms`;
}
