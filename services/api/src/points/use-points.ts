import type { WriterPool } from '../database/writer-pool';
import { repeated, type Entry, type EntryOutcome, type EntryRequest } from './entry';
import { entryByKey } from './entry-by-key';
import { lockedBalance } from './locked-balance';
import { usedEntry } from './used-entry';

/**
 * Takes points from a member who has enough of them.
 *
 * The member's row is locked before anything is decided, so of several uses at a time each sees what the one before it
 * left, and the balance cannot fall below zero.
 */
export function usePoints(writer: WriterPool, request: EntryRequest): Promise<EntryOutcome> {
  return writer.transaction(async (session) => {
    const [balance = 0] = await session.change(lockedBalance(request.member));
    const [earlier] = await session.select(entryByKey(request));
    if (earlier !== undefined) return repeated(earlier, request);
    if (balance < request.points) return { kind: 'insufficient-points', balance };
    const [entry] = await session.change(usedEntry(request));
    return { kind: 'recorded', entry: entry as Entry };
  });
}
