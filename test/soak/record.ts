import { availableParallelism } from 'node:os';
import { scenarios } from '../../lib/rehearsal/scenarios';
import type { Block } from '../../lib/report/block';
import type { Fuzzed } from '../fuzz/fuzz';
import type { Days } from './days';
import type { Kept } from './kept-rehearsals';
import type { Kills } from './kills';
import type { WaysBack } from './ways-back';
import { victims } from './victims';

/** When and of what a soak was. */
export interface Occasion {
  readonly at: Date;
  readonly commit: string;
}

const on = ({ at, commit }: Occasion): string => `on ${at.toISOString().slice(0, 10)}, at commit ${commit}, on ${availableParallelism()} cores`;

function loadsOf(all: readonly { readonly load: number }[]): readonly [string, string] {
  const loads = all.map(({ load }) => load);
  return ['load average of the machine', `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`];
}

/** The record of rehearsals: what was run, and every one that did not end as its scenario says. */
export function rehearsalsRecord(runs: readonly Kept[], occasion: Occasion): readonly Block[] {
  const unexpected = runs.flatMap((run) => (run.end === 'otherwise' ? [run] : []));
  const commits = countedBy(runs, ({ commit }) => commit);
  return [
    { kind: 'heading', level: 1, text: 'The last soak: rehearsals' },
    { kind: 'paragraph', text: `\`npm run soak rehearsals\` ${on(occasion)}: ${runs.length - unexpected.length} of ${runs.length} rehearsals ended as their scenarios say.` },
    { kind: 'facts', rows: [
      ['rehearsals at once', [...countedBy(runs, ({ atOnce }) => String(atOnce)).keys()].join(', ')],
      ['busy processes beside them', [...countedBy(runs, ({ burners }) => String(burners)).keys()].join(', ')],
      loadsOf(runs), ...(commits.size < 2 ? [] : [...commits].map(([commit, own]) => [`at commit ${commit}`, `${own.length} rehearsals`] as const)),
    ] },
    {
      kind: 'table', head: ['scenario', 'as expected', 'median seconds'], align: ['left', 'right', 'right'],
      rows: scenarios.map(({ name }) => {
        const own = runs.filter(({ scenario }) => scenario === name);
        const good = own.flatMap((run) => (run.end === 'as-expected' ? [run.wallSeconds] : [])).sort((one, other) => one - other);
        return [name, `${good.length} of ${own.length}`, String(good[Math.floor(good.length / 2)] ?? '-')];
      }),
    },
    ...(unexpected.length === 0 ? [] : [
      { kind: 'heading', level: 2, text: 'Not as expected' } as const,
      { kind: 'list', items: unexpected.map(({ scenario, seed, load, why }) => `${scenario}, seed ${seed}, load ${load.toFixed(1)}: ${why}`) } as const,
    ]),
  ];
}

function countedBy<T>(all: readonly T[], by: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(by(one), [...groups.get(by(one)) ?? [], one]);
  return groups;
}

/** The record of days in virtual time: how many, what they came to, and every seed that broke an invariant. */
export function daysRecord({ days, broken, met }: Days, occasion: Occasion): readonly Block[] {
  const rows = Object.entries(met).sort(([, one], [, other]) => other - one).map(([what, count]) => [what, count.toLocaleString('en')]);
  return [
    { kind: 'heading', level: 1, text: 'The last soak: days in virtual time' },
    { kind: 'paragraph', text: `\`npm run soak days\` ${on(occasion)}: ${days.toLocaleString('en')} days of releases, with alarms, stops, time-outs, cancelled stacks, lost and doubled events, and an AWS that throttles. Invariants were broken in ${broken.length} of them.` },
    { kind: 'table', head: ['what they came to', 'times'], align: ['left', 'right'], rows },
    ...(broken.length === 0 ? [] : [
      { kind: 'heading', level: 2, text: 'Broken' } as const,
      { kind: 'list', items: broken.slice(0, 100).map(({ seed, violations }) => `seed ${seed}: ${violations.join('; ')}`) } as const,
    ]),
  ];
}

/** The record of killed processes: how the releases ended, and everything that was not as it must be afterwards. */
export function killsRecord({ rounds, writes, requests }: Kills, occasion: Occasion): readonly Block[] {
  const count = (of: readonly unknown[]): string => of.length.toLocaleString('en');
  const wrong = rounds.filter((round) => round.wrong.length > 0);
  const reasons = rounds.flatMap(({ victim, why }) => (why === undefined ? [] : [`${victim}: ${inShort(why)}`]));
  return [
    { kind: 'heading', level: 1, text: 'The last soak: killed processes' },
    { kind: 'paragraph', text: `\`npm run soak kills\` ${on(occasion)}: ${count(rounds)} releases under load, in each of which one process was killed with SIGKILL at a random moment of the release, its hooks, its shift or its bake. `
      + `After ${count(rounds.filter((round) => round.wrong.length === 0))} of them the service ran on one colour, with all its tasks, under a stack that takes the next release.` },
    { kind: 'facts', rows: [
      ['acknowledged writes, each looked up', writes.acknowledged.toLocaleString('en')], ['missing', String(writes.missing)], ['there twice', String(writes.duplicated)],
      loadsOf(rounds),
      ['requests', requests.sent.toLocaleString('en')], ['answered with an error', requests.failed.toLocaleString('en')], ['without an answer', requests.lost.toLocaleString('en')],
    ] },
    {
      kind: 'table', head: ['killed', 'releases', 'stay', 'taken back', 'refused', 'not found'], align: ['left', 'right', 'right', 'right', 'right', 'right'],
      rows: victims.map((victim) => {
        const own = rounds.filter((round) => round.victim === victim);
        const came = (outcome: string): string => count(own.filter((round) => round.outcome === outcome));
        return [victim, count(own), came('stays'), came('taken back'), came('refused'), count(own.filter(({ afterMinutes }) => afterMinutes === undefined))];
      }),
    },
    ...(reasons.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'What was said of those that did not stay' } as const, { kind: 'list', items: counted(reasons) } as const]),
    ...(wrong.length === 0 ? [] : [
      { kind: 'heading', level: 2, text: 'Wrong' } as const,
      { kind: 'list', items: wrong.map((round) => `round ${round.round}, ${round.victim} after ${round.afterMinutes ?? '-'} minutes: ${round.wrong.join('; ')}`) } as const,
    ]),
  ];
}

/** What CloudFormation says of a release that did not get through, without what is only this one's. */
function inShort(why: string): string {
  const said = why.replace(/^.*Message returned: /, '').replaceAll(/kill-\d+|d-\w+/g, '...');
  return /did not succeed: ([^:,]+(?:: \w+)?)/.exec(said)?.[1] ?? said.replaceAll(/ \((RequestId|Threshold).*/g, '');
}

/** Each text once, the most frequent first. */
function counted(texts: readonly string[]): readonly string[] {
  const times = (text: string): number => texts.filter((other) => other === text).length;
  return [...new Set(texts)].sort((one, other) => times(other) - times(one)).map((text) => `${times(text)} x ${text}`);
}

/** The record of malformed input: how much of each kind, what became of it, and every seed that ended in anything else. */
export function fuzzRecord(fuzzed: readonly Fuzzed[], occasion: Occasion): readonly Block[] {
  const all = fuzzed.reduce((sum, { taken, refused, wrong }) => sum + taken + refused + wrong.length, 0);
  const wrong = fuzzed.flatMap(({ name, wrong: found }) => found.map(({ seed, why }) => `${name}, seed ${seed}: ${why.replaceAll('\n', ' ')}`));
  return [
    { kind: 'heading', level: 1, text: 'The last soak: malformed input' },
    { kind: 'paragraph', text: `\`npm run soak fuzz\` ${on(occasion)}: ${all.toLocaleString('en')} things that were spoilt by seeds, each read by what reads it in production. ${wrong.length === 0 ? 'Each' : `All but ${wrong.length}`} ended with one clear error or were taken as good, and CloudFormation and CodeDeploy always got an answer where there was somewhere to send it.` },
    { kind: 'table', head: ['what was read', 'taken', 'refused', 'wrong'], align: ['left', 'right', 'right', 'right'], rows: fuzzed.map(({ name, taken, refused, wrong: found }) => [name, ...[taken, refused, found.length].map((count) => count.toLocaleString('en'))]) },
    ...(wrong.length === 0 ? [] : [{ kind: 'heading', level: 2, text: 'Wrong' } as const, { kind: 'list', items: wrong.slice(0, 100) } as const]),
  ];
}

/** The record of ways back: to which releases, in which order, and what customers noticed. */
export function waysBackRecord({ steps, sent, writes }: WaysBack, occasion: Occasion): readonly Block[] {
  const [onwards, back] = [steps.filter(({ isWayBack }) => !isWayBack), steps.filter(({ isWayBack }) => isWayBack)];
  const harmed = steps.reduce((sum, step) => sum + step.harmed, 0);
  return [
    { kind: 'heading', level: 1, text: 'The last soak: ways back' },
    { kind: 'paragraph', text: `\`npm run soak ways-back\` ${on(occasion)}: ${onwards.length} releases one after another under load, then back to each of them, in an order of chance. `
      + `Of ${sent.toLocaleString('en')} requests ${harmed.toLocaleString('en')} had no right answer; of ${writes.acknowledged.toLocaleString('en')} acknowledged writes ${writes.missing} are missing, and ${writes.duplicated} are there twice.` },
    {
      kind: 'table', head: ['', 'release', 'harmed', 'as it must be'], align: ['left', 'left', 'right', 'left'],
      rows: [...onwards, ...back].map(({ release, isWayBack, harmed: count, wrong }) => [isWayBack ? 'back to' : 'on to', release, String(count), wrong.length === 0 ? 'yes' : wrong.join('; ')]),
    },
  ];
}
