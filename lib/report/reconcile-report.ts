import type { BookEntry, Place } from '../core/reconcile/book-entry';
import { checks, holds, isSettled, memberLines, type Check, type MemberLine, type Outcome, type Seen, type Settled } from '../core/reconcile/reconciliation';
import { added, totalOf, type Total } from '../core/reconcile/totals';
import type { Block } from './block';

/** What an accountant checks: whether it adds up, what is left to decide, the sums on both sides, and every entry. */
export function reconcileReport(seen: Seen): readonly Block[] {
  const { from, to, since, dry, settled, plan, allInFrom } = seen;
  const open = settled.filter(({ outcome }) => outcome.kind === 'doubt').length + plan.unclear.length;
  return [
    { kind: 'heading', level: 1, text: `${dry ? 'What would be moved' : 'What was moved'} from ${from.stage} to ${to.stage}` },
    { kind: 'paragraph', text: verdict(seen, open) },
    { kind: 'facts', rows: [
      ['from', spellPlace(from)], ['to', spellPlace(to)], ['since', new Date(since).toISOString()],
      ['entries in the wrong books', spellTotal(allInFrom)],
      ['  landed there by mistake', spellTotal(totalOf(settled.map(({ entry }) => entry)))],
      ['  of which nobody can tell', spellTotal(totalOf(plan.unclear.map(({ entry }) => entry)))],
      ['  that belong there', spellTotal(totalOf(plan.stays.map(({ entry }) => entry)))],
      ['  of probes, which are nobody\'s', spellTotal(totalOf(plan.synthetic))],
    ] },
    { kind: 'heading', level: 2, text: 'What must add up' },
    { kind: 'table', head: ['', 'expected', 'found', ''], align: ['left', 'right', 'right', 'left'], rows: checks(seen).map(checkRow) },
    ...forAPerson(seen, open),
    ...sums(seen),
    ...listed('Every entry that landed there by mistake', settled, ['known by', 'what became of it'], ({ by, outcome }) => [by, spellOutcome(outcome)]),
    ...listed('Entries that belong where they are', plan.stays, ['because'], ({ because }) => [because]),
    { kind: 'paragraph', text: `Nothing is taken out of the books of ${from.stage}: an entry stays there as evidence, with a record of where it counts now (points.departures). In the books of ${to.stage} it has its own key, and a record of where it came from (points.arrivals).` },
  ];
}

function verdict(seen: Seen, open: number): string {
  const broken = checks(seen).filter((check) => !holds(check)).length;
  const sumsSay = broken === 0 ? 'Everything adds up.' : `${broken} of the sums below do not add up: nobody may rely on this report until somebody knows why.`;
  const left = open === 0 ? 'Nothing is left for a person to decide.' : `${counted(open)} left for a person to decide.`;
  return `${seen.dry ? 'Nothing was written: this is what a run with --apply would do. ' : ''}${sumsSay} ${left}${isSettled(seen) && !seen.dry ? ' A second run finds nothing to do.' : ''}`;
}

function forAPerson({ settled, plan }: Seen, open: number): readonly Block[] {
  if (open === 0) return [];
  const doubtful = settled.filter(({ outcome }) => outcome.kind === 'doubt');
  return [
    ...listed('For a person to decide', doubtful, ['why'], ({ outcome }) => [spellOutcome(outcome)]),
    ...listed('For a person to tell whose they are', plan.unclear, ['why'], ({ because }) => [`${because}: name its release with --release if it only served the other environment`]),
  ];
}

function sums(seen: Seen): readonly Block[] {
  const lines = memberLines(seen);
  if (lines.length === 0) return [];
  const shops = [...new Set(lines.map(({ shopId }) => shopId))].map((shopId) => ({ name: shopId, lines: lines.filter((line) => line.shopId === shopId) }));
  const heads = ['moved', `${seen.from.stage} before`, 'after', `${seen.to.stage} before`, 'replayed', 'others', 'after'];
  const right = heads.map(() => 'right' as const);
  return [
    { kind: 'heading', level: 2, text: 'Sums by shop, in points' },
    { kind: 'paragraph', text: `On the side of ${seen.from.stage} stands what landed there by mistake and is not recorded as gone; on that of ${seen.to.stage} the members' balances. "Others" moved points meanwhile.` },
    { kind: 'table', head: ['shop', ...heads.slice(1)], align: ['left', ...right.slice(1)], rows: [...shops, { name: 'all', lines }].map(({ name, lines: own }) => [name, ...numbers(own)]) },
    { kind: 'folded', title: `Sums by member (${lines.length})`, blocks: [
      { kind: 'table', head: ['shop', 'member', ...heads.slice(1)], align: ['left', 'left', ...right.slice(1)], rows: lines.map((line) => [line.shopId, line.memberId, ...numbers([line])]) },
    ] },
  ];
}

function numbers(lines: readonly MemberLine[]): readonly string[] {
  const sum = (of: (line: MemberLine) => number): string => String(lines.reduce((all, line) => all + of(line), 0));
  return [
    String(added(lines.map(({ from }) => from.before)).net), String(added(lines.map(({ from }) => from.after)).net),
    sum(({ to }) => to.before), sum(({ to }) => to.replayed), sum(({ to }) => to.others), sum(({ to }) => to.after),
  ];
}

function listed<T extends { readonly entry: BookEntry }>(title: string, all: readonly T[], head: readonly string[], more: (one: T) => readonly string[]): readonly Block[] {
  if (all.length === 0) return [];
  return [{ kind: 'folded', title: `${title} (${all.length})`, blocks: [{
    kind: 'table', head: ['entry', 'recorded at', 'shop', 'member', 'movement', 'points', 'key', 'release', ...head], align: ['right', 'left', 'left', 'left', 'left', 'right', 'left', 'left', ...head.map(() => 'left' as const)],
    rows: all.map((one) => [
      one.entry.entryId, new Date(one.entry.recordedAt).toISOString(), one.entry.shopId, one.entry.memberId, one.entry.movement, String(one.entry.points), one.entry.key, one.entry.release, ...more(one),
    ]),
  }] }];
}

function spellOutcome(outcome: Settled['outcome'] | Outcome): string {
  switch (outcome.kind) {
    case 'replay': return 'would be replayed';
    case 'replayed': return `replayed as ${outcome.entryId}`;
    case 'there': return outcome.how === 'replayed' ? `is there already as ${outcome.entryId}, from an earlier run` : `is there already as ${outcome.entryId}: the till sent it again`;
    case 'doubt': return outcome.because === 'exceeds the balance' ? `exceeds the balance of ${outcome.balance}` : `its key belongs to another movement, entry ${outcome.entryId}`;
  }
}

const spellPlace = ({ stage, account }: Place): string => `${stage} in account ${account}`;
const spellTotal = ({ entries, earned, used, net }: Total): string => `${counted(entries)}: ${earned} earned, ${used} used, ${net} together`;
const counted = (entries: number): string => `${entries} ${entries === 1 ? 'entry' : 'entries'}`;
const checkRow = (check: Check): readonly string[] => [check.what, String(check.expected), String(check.found), holds(check) ? 'yes' : 'NO'];
