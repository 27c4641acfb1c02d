import { availableParallelism } from 'node:os';
import type { Block } from '../../lib/report/block';
import type { Soaked } from './rehearsals';

/** What a soak was asked to do. */
export interface SoakPlan {
  readonly scenarios: readonly string[];
  readonly rounds: number;
  /** Processes that do nothing but keep the machine busy. */
  readonly burners: number;
}

/** The record of a soak: what was run, when, on what, and every rehearsal that did not end as its scenario says. */
export function soakRecord(plan: SoakPlan, runs: readonly Soaked[], { at, commit }: { readonly at: Date; readonly commit: string }): readonly Block[] {
  const unexpected = runs.filter(({ kind }) => kind !== 'as-expected');
  return [
    { kind: 'heading', level: 1, text: 'The last soak' },
    { kind: 'paragraph', text: `\`npm run soak\` on ${at.toISOString().slice(0, 10)}, at commit ${commit}: ${runs.length - unexpected.length} of ${runs.length} rehearsals ended as their scenarios say.` },
    { kind: 'facts', rows: [['cores', String(availableParallelism())], ['busy processes beside it', String(plan.burners)], ['rounds', String(plan.rounds)]] },
    {
      kind: 'table', head: ['scenario', 'as expected', 'median seconds'], align: ['left', 'right', 'right'],
      rows: plan.scenarios.map((scenario) => {
        const own = runs.filter((run) => run.scenario === scenario);
        const good = own.flatMap((run) => (run.kind === 'as-expected' ? [run.wallSeconds] : [])).sort((one, other) => one - other);
        return [scenario, `${good.length} of ${own.length}`, String(good[Math.floor(good.length / 2)] ?? '-')];
      }),
    },
    ...(unexpected.length === 0 ? [] : [
      { kind: 'heading', level: 2, text: 'Not as expected' } as const,
      { kind: 'list', items: unexpected.map((run) => `${run.scenario}, seed ${run.seed}: ${run.kind === 'not-as-expected' ? run.why : 'did not end in time'}`) } as const,
    ]),
  ];
}
