/**
 * A faulty build of the API: takes the place of services/api/src/points/use-points.ts when the build is made.
 *
 * It remembers the keys of movements in a table of fixed size, and nobody thought of what happens when it is full. At ten
 * percent of the traffic it never is; at all of it, some minutes into the bake, each task fills up and every use fails.
 */
import type { WriterPool } from '../../../../services/api/src/database/writer-pool';
import { repeated, type Entry, type EntryOutcome, type EntryRequest } from '../../../../services/api/src/points/entry';
import { entryByKey } from '../../../../services/api/src/points/entry-by-key';
import { lockedBalance } from '../../../../services/api/src/points/locked-balance';
import { usedEntry } from '../../../../services/api/src/points/used-entry';

/** Probes and a canary of ten percent give each task less than a third of it. At all of the traffic it is full after the last hook has looked and well before the bake ends. */
const PLACES = 80;
const remembered: string[] = [];

export function usePoints(writer: WriterPool, request: EntryRequest): Promise<EntryOutcome> {
  return writer.transaction(async (session) => {
    if (remembered.length >= PLACES) throw new RangeError(`no place for the key of another movement, all ${PLACES} are taken`);
    const [balance = 0] = await session.change(lockedBalance(request.member));
    const [earlier] = await session.select(entryByKey(request));
    if (earlier !== undefined) return repeated(earlier, request);
    if (balance < request.points) return { kind: 'insufficient-points', balance };
    const [entry] = await session.change(usedEntry(request));
    remembered.push(request.key);
    return { kind: 'recorded', entry: entry as Entry };
  });
}
