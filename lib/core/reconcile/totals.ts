import { signed, type BookEntry } from './book-entry';

/** How many entries, and what they do to balances together. */
export interface Total {
  readonly entries: number;
  readonly earned: number;
  readonly used: number;
  /** `earned` less `used`. */
  readonly net: number;
}

export function totalOf(entries: readonly Pick<BookEntry, 'movement' | 'points'>[]): Total {
  const sum = (movement: 'earn' | 'use'): number => entries.filter((one) => one.movement === movement).reduce((all, { points }) => all + points, 0);
  return { entries: entries.length, earned: sum('earn'), used: sum('use'), net: entries.reduce((all, entry) => all + signed(entry), 0) };
}

export function added(totals: readonly Total[]): Total {
  const sum = (of: keyof Total): number => totals.reduce((all, total) => all + total[of], 0);
  return { entries: sum('entries'), earned: sum('earned'), used: sum('used'), net: sum('net') };
}
