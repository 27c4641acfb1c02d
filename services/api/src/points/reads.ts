import { DatabaseFailure } from '../../../shared/src/database/failure';
import type { Select } from '../../../shared/src/database/query';
import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import type { Time } from '../../../shared/src/time';
import { READS_ON_PRIMARY } from '../database/limits';
import type { WriterPool } from '../database/writer-pool';
import { fewAtATime } from './few-at-a-time';

/** Reads for customers. */
export interface Reads {
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
}

/**
 * Reads from the replicas, and while none answers from the primary, a few at a time: tills go on showing balances when a
 * replica is lost, and a crowd of reads cannot take the primary away from writes. The others wait for a moment; those that have waited
 * in vain fail.
 */
export function readsFrom(reader: ReaderPool, writer: WriterPool, time: Pick<Time, 'sleep'>): Reads {
  const onPrimary = fewAtATime(READS_ON_PRIMARY, time);
  return {
    select: async (query) => {
      try {
        return await reader.select(query);
      } catch (error) {
        const lost = error instanceof DatabaseFailure && (error.kind === 'unavailable' || error.kind === 'again');
        if (!lost) throw error;
        return onPrimary.run(() => writer.select(query), error);
      }
    },
  };
}
