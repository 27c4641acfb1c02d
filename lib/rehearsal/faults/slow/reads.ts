/**
 * A faulty build of the API: takes the place of services/api/src/points/reads.ts when the build is made.
 *
 * Every read waits for something that nobody needs, as after a careless change to a cache. Each answer is right, so probes
 * and counts of errors see nothing; at the till each member waits a second.
 */
import type { Reads } from '../../../../services/api/src/points/reads';
import type { ReaderPool } from '../../../../services/shared/src/database/reader-pool';
import { machineTime } from '../../../../services/shared/src/time';

const WAIT_MS = 1_000;

export function readsFrom(reader: ReaderPool): Reads {
  return {
    select: async (query) => {
      await machineTime.sleep(WAIT_MS);
      return reader.select(query);
    },
  };
}
