import { DatabaseFailure } from '../../../shared/src/database/failure';
import type { Select } from '../../../shared/src/database/query';
import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import { READS_ON_PRIMARY } from '../database/limits';
import type { WriterPool } from '../database/writer-pool';

/** Reads for customers. */
export interface Reads {
  select<Row>(query: Select<Row>): Promise<readonly Row[]>;
}

/**
 * Reads from the replicas, and while none answers from the primary, a few at a time: tills go on showing balances when a
 * replica is lost, and a crowd of reads cannot take the primary away from writes. Those beyond the few fail.
 */
export function readsFrom(reader: ReaderPool, writer: WriterPool): Reads {
  let onPrimary = 0;
  return {
    select: async (query) => {
      try {
        return await reader.select(query);
      } catch (error) {
        const lost = error instanceof DatabaseFailure && (error.kind === 'unavailable' || error.kind === 'again');
        if (!lost || onPrimary >= READS_ON_PRIMARY) throw error;
        onPrimary += 1;
        try {
          return await writer.select(query);
        } finally {
          onPrimary -= 1;
        }
      }
    },
  };
}
