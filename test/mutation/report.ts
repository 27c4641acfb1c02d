import type { Block } from '../../lib/report/block';
import { markdown } from '../../lib/report/markdown';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { Verdict } from './verdict';

/** One thing taken away, and what became of it. */
export interface Removal {
  readonly what: string;
  readonly kind: 'action' | 'rule' | 'order';
  readonly expected: 'noticed' | 'survived';
  readonly verdict: Verdict;
  /** Why it may survive. */
  readonly why: string | undefined;
}

const KINDS = { action: 'allowed actions', rule: 'rules of security groups', order: 'explicit orders' } as const;

/** What is wrong with a removal, if anything is: it was missed, not named, or is needless in the template. */
export function problemOf({ what, expected, verdict, why }: Removal): string | undefined {
  switch (verdict.kind) {
    case 'named': return undefined;
    case 'unnamed': return `${what}: noticed, but not named: ${oneLine(verdict.message)}`;
    case 'survived':
      if (expected === 'noticed') return `${what}: nobody noticed`;
      return why === undefined ? `${what}: nothing needs it, and nobody has said why it stays` : undefined;
  }
}

export function describe(removal: Removal): string {
  const { what, verdict } = removal;
  return `${problemOf(removal) === undefined ? 'ok' : 'PROBLEM'} ${what}: ${verdict.kind === 'survived' ? 'survived' : `${verdict.kind}: ${oneLine(verdict.message)}`}`;
}

export function report(removals: readonly Removal[], { wallSeconds, speed }: { readonly wallSeconds: number; readonly speed: number }): { readonly text: string; readonly problems: readonly string[] } {
  const problems = removals.flatMap((removal) => problemOf(removal) ?? []);
  const count = (kind: Removal['kind'], of: Verdict['kind']): string => String(removals.filter((one) => one.kind === kind && one.verdict.kind === of).length);
  const survivors = removals.filter(({ verdict }) => verdict.kind === 'survived');
  const reasons = [...new Set(survivors.map(({ why }) => why ?? 'not explained'))];
  const blocks: readonly Block[] = [
    { kind: 'heading', level: 1, text: 'What the templates of production need' },
    { kind: 'paragraph', text: `Written by \`npm run mutate\` on ${new Date(wallClock.now()).toISOString().slice(0, 10)}. Each was taken away from the templates of the API's tier, which then went through a rehearsal at ${speed} times the speed `
      + `(topology, two good releases, one that the hook refuses, the end of the release stack; ${wallSeconds.toFixed(0)} s with nothing missing). An order was not only taken away but turned round, since chance might have kept it.` },
    { kind: 'table', head: ['', 'noticed and named', 'noticed, not named', 'survived'], align: ['left', 'right', 'right', 'right'],
      rows: (Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => [KINDS[kind], count(kind, 'named'), count(kind, 'unnamed'), count(kind, 'survived')]) },
    { kind: 'heading', level: 2, text: 'Problems' },
    problems.length === 0 ? { kind: 'paragraph', text: 'None.' } : { kind: 'list', items: problems },
    { kind: 'heading', level: 2, text: 'What survives, and why it stays' },
    ...reasons.flatMap((reason): readonly Block[] => [
      { kind: 'paragraph', text: `${reason}:` }, { kind: 'list', items: survivors.filter(({ why }) => (why ?? 'not explained') === reason).map(({ what }) => `\`${what}\``) },
    ]),
    { kind: 'heading', level: 2, text: 'What is noticed, and how' },
    { kind: 'list', items: removals.flatMap(({ what, verdict }) => (verdict.kind === 'survived' ? [] : [`\`${what}\`: ${oneLine(verdict.message)}`])) },
  ];
  return { text: markdown(blocks), problems };
}

const MOST = 300;
const oneLine = (text: string): string => {
  const [line = ''] = text.split('\n');
  return line.length > MOST ? `${line.slice(0, MOST)}...` : line;
};
