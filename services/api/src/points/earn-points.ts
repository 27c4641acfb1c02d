import { DatabaseFailure } from '../../../shared/src/database/failure';
import type { WriterPool } from '../database/writer-pool';
import { earnedEntry } from './earned-entry';
import { repeated, type Entry, type EntryOutcome, type EntryRequest } from './entry';
import { entryByKey } from './entry-by-key';

/** Adds points to a member, who need not have been known before. */
export async function earnPoints(writer: WriterPool, request: EntryRequest): Promise<EntryOutcome> {
  try {
    const [entry] = await writer.change(earnedEntry(request));
    return { kind: 'recorded', entry: entry as Entry };
  } catch (error) {
    if (!(error instanceof DatabaseFailure) || error.constraint !== 'entries_key_once') throw error;
    const [earlier] = await writer.select(entryByKey(request));
    if (earlier === undefined) throw error;
    return repeated(earlier, request);
  }
}
