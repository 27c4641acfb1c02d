import type { Place } from '../../../core/reconcile/book-entry';
import { plan as planned, sortOut, type Plan } from '../../../core/reconcile/plan';
import type { Outcome, Seen, Settled, Standing } from '../../../core/reconcile/reconciliation';
import type { Instant } from '../../../core/units';
import { recordDeparture, replayEntry, type Move } from './replay-entry';
import { readArrivals, readFound, readShops, readStanding } from './right-books';
import { atOneMoment, type Sql } from './sql';
import { readDeparted, readDepartures, readWrongBooks, type WrongBooks } from './wrong-books';

/** Two databases, and which entries of the first are looked at. */
export interface Question {
  readonly from: Place;
  readonly to: Place;
  readonly since: Instant;
  /** Releases of which somebody knows that they served `to` and nothing else. */
  readonly releases: ReadonlySet<string>;
}

export interface Sessions {
  readonly from: Sql;
  readonly to: Sql;
}

export interface Examined {
  readonly question: Question;
  readonly wrong: WrongBooks;
  readonly plan: Plan;
  readonly before: ReadonlyMap<string, Standing>;
}

/** Reads both databases, each at one moment, and decides what is to become of each entry. Writes nothing. */
export async function examine(sessions: Sessions, question: Question): Promise<Examined> {
  const { from, to, since, releases } = question;
  const wrong = await atOneMoment(sessions.from, () => readWrongBooks(sessions.from, since, to));
  return atOneMoment(sessions.to, async () => {
    const shopsThere = await readShops(sessions.to, [...new Set(wrong.entries.map(({ shopId }) => shopId))]);
    const sorted = sortOut(wrong.entries, { from, to, releases, shopsThere, shopsHere: wrong.shopsBefore, arrivedHere: wrong.arrived, goneElsewhere: wrong.goneElsewhere });
    const entries = sorted.there.map(({ entry }) => entry);
    const before = await readStanding(sessions.to, entries, from);
    const balances = new Map([...before].map(([member, { balance }]) => [member, balance]));
    return { question, wrong, before, plan: planned(sorted, { found: await readFound(sessions.to, entries, from), balances }) };
  });
}

/** What a run would do: nothing is written. */
export function dryRun({ question, wrong, plan, before }: Examined): Seen {
  const settled = plan.misplaced.map(({ entry, by, verdict }): Settled => ({ entry, by, outcome: verdict }));
  return { ...question, dry: true, plan, settled, allInFrom: wrong.total, departed: { before: wrong.departed, after: wrong.departed }, standing: { before, after: before }, everBrought: undefined };
}

/**
 * Replays what belongs into the right books, entry by entry: first there, with its origin, then the record of its departure.
 *
 * It can end between any two statements. Begun again it finds what is there already by key, and adds what is missing.
 */
export async function apply(sessions: Sessions, { question, wrong, plan, before }: Examined, move: Pick<Move, 'at' | 'by'>, told: (done: number) => void): Promise<Seen> {
  const { from, to } = question;
  const settled: Settled[] = [];
  for (const { entry, by, verdict } of plan.misplaced) {
    const outcome: Outcome = verdict.kind === 'there' ? verdict : await replayEntry(sessions.to, entry, { from, to, ...move });
    const there = whereNow(outcome);
    if (there !== undefined && !wrong.departed.has(entry.entryId)) await recordDeparture(sessions.from, entry.entryId, there, { from, to, ...move });
    settled.push({ entry, by, outcome });
    told(settled.length);
  }
  const after = await atOneMoment(sessions.to, async () => ({
    standing: await readStanding(sessions.to, settled.map(({ entry }) => entry), from), arrivals: await readArrivals(sessions.to, from),
  }));
  const departed = await readDeparted(sessions.from, to);
  return {
    ...question, dry: false, plan, settled, allInFrom: wrong.total,
    departed: { before: wrong.departed, after: departed }, standing: { before, after: after.standing },
    everBrought: { arrivals: after.arrivals, departures: await readDepartures(sessions.from, to) },
  };
}

function whereNow(outcome: Outcome): { readonly entryId: string; readonly how: 'replayed' | 'found' } | undefined {
  if (outcome.kind === 'replayed') return { entryId: outcome.entryId, how: 'replayed' };
  return outcome.kind === 'there' ? outcome : undefined;
}
