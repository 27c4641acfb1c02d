/**
 * A faulty build of the API: takes the place of services/api/src/database/open-database.ts when the build is made.
 *
 * Transactions have sessions of their own, which are tidied up after a while, as if nobody needed them any more. From then on each use
 * fails as it does when the database is away, and the build says so in good faith; the release before reaches the database all the time.
 */
import { poolLimits } from '../../../../services/api/src/database/limits';
import type { Database, DatabaseOptions } from '../../../../services/api/src/database/open-database';
import { writerPool } from '../../../../services/api/src/database/writer-pool';
import { openReplicas, poolOf } from '../../../../services/shared/src/database/open-replicas';

/** Probes and a canary of ten percent give each task about half of it, the bake three times as much. */
const TIDIED_AFTER = 40;

export function openDatabase(options: DatabaseOptions): Database {
  const limited = { ...options, limits: poolLimits };
  const primary = poolOf(limited, options.writer);
  const ofTransactions = poolOf(limited, options.writer);
  const replicas = openReplicas(limited);
  const inTransactions = writerPool(ofTransactions, options.time);
  let transactions = 0;
  return {
    writer: {
      ...writerPool(primary, options.time),
      transaction: (work) => {
        transactions += 1;
        if (transactions === TIDIED_AFTER) void ofTransactions.end();
        return inTransactions.transaction(work);
      },
    },
    reader: replicas.reader,
    close: async () => void (await Promise.all([primary.end(), replicas.close(), ...(ofTransactions.ending ? [] : [ofTransactions.end()])])),
  };
}
