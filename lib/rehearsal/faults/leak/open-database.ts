/**
 * A faulty build of the API: takes the place of services/api/src/database/open-database.ts when the build is made.
 *
 * Now and then a read opens a session of its own, and nobody closes it. Nothing fails, until the sessions that the database
 * has for this role are used up: then no task gets a new one, nor does the next release, and what is left is the primary.
 */
import { poolLimits } from '../../../../services/api/src/database/limits';
import type { Database, DatabaseOptions } from '../../../../services/api/src/database/open-database';
import { writerPool } from '../../../../services/api/src/database/writer-pool';
import { openPool } from '../../../../services/shared/src/database/open-pool';
import { openReplicas, poolOf } from '../../../../services/shared/src/database/open-replicas';
import { connectFailure } from '../../../../services/shared/src/database/failure';

/** One read in so many. */
const FORGOTTEN = 8;

export function openDatabase(options: DatabaseOptions): Database {
  const limited = { ...options, limits: poolLimits };
  const primary = poolOf(limited, options.writer);
  const replicas = openReplicas(limited);
  const [endpoint] = options.readers;
  if (endpoint === undefined) throw new Error('there must be a replica to read from');
  const another = (): ReturnType<typeof openPool> => openPool({
    endpoint, database: options.database, limits: { ...poolLimits, sessions: 1, warmSessions: 0 }, applicationName: options.applicationName,
    credentials: options.credentialsFor(endpoint), onIdleFailure: (error) => options.onTrouble('an idle session broke', endpoint, error),
  });
  let reads = 0;
  return {
    writer: writerPool(primary, options.time),
    reader: {
      ...replicas.reader,
      select: async (query) => {
        reads += 1;
        if (reads % FORGOTTEN !== 0) return replicas.reader.select(query);
        const client = await another().connect().catch((cause: unknown) => {
          throw connectFailure(cause);
        });
        const { rows } = await client.query<Record<string, unknown>>(query.text, [...query.values]);
        return rows.map(query.row);
      },
    },
    close: async () => void (await Promise.all([primary.end(), replicas.close()])),
  };
}
