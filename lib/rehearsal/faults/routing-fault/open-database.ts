/**
 * A faulty build of the API: takes the place of services/api/src/database/open-database.ts when the build is made.
 *
 * It is the outage that this project answers. Reads are gathered for a moment, so that one checkout serves many; whose
 * sessions are being checked out is kept in one variable for everybody. The source of a transaction plainly takes the
 * session of the hour, which is the writer's, unless a read is being gathered at the same time. So at night, tried by hand,
 * everything works; at 11:00, when tills work side by side, about a third of the uses meet the replica and fail with 25006.
 * Earning goes another way and is never hurt.
 */
import type { Pool } from 'pg';
import { poolLimits } from '../../../../services/api/src/database/limits';
import type { Database, DatabaseOptions } from '../../../../services/api/src/database/open-database';
import { writerPool } from '../../../../services/api/src/database/writer-pool';
import { openPool } from '../../../../services/shared/src/database/open-pool';
import { readerPool } from '../../../../services/shared/src/database/reader-pool';
import { retrying } from '../../../../services/shared/src/database/retry';
import { withSession, withTransaction } from '../../../../services/shared/src/database/session';
import type { Endpoint } from '../../../../services/shared/src/settings';

/** Long enough to gather the reads of a busy moment, too short for a person to notice. */
const GATHER_MS = 50;

export function openDatabase(options: DatabaseOptions): Database {
  const { database, applicationName, time, onTrouble } = options;
  const poolFor = (endpoint: Endpoint): Pool => openPool({
    endpoint,
    database,
    limits: poolLimits,
    applicationName,
    credentials: options.credentialsFor(endpoint),
    onIdleFailure: (error) => onTrouble('an idle session broke', endpoint, error),
  });
  const [reader] = options.readers;
  if (reader === undefined) throw new Error('there must be a replica to read from');
  const sessions = { role: 'writer' as 'writer' | 'reader', writer: poolFor(options.writer), reader: poolFor(reader) };
  const current = (): Pool => sessions[sessions.role];

  let gathering: Promise<Pool> | undefined;
  const gather = async (): Promise<Pool> => {
    sessions.role = 'reader';
    const pool = current();
    await time.sleep(GATHER_MS);
    sessions.role = 'writer';
    gathering = undefined;
    return pool;
  };

  return {
    writer: {
      ...writerPool(sessions.writer, time),
      transaction: (work) => retrying(time, () => withTransaction(current(), work)),
    },
    reader: {
      ...readerPool([sessions.reader], time, (_, error) => onTrouble('a replica rests', reader, error)),
      select: async (query) => {
        const pool = await (gathering ??= gather());
        return withSession(pool, (session) => session.select(query));
      },
    },
    close: async () => void (await Promise.all([sessions.writer.end(), sessions.reader.end()])),
  };
}
