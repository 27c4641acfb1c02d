import { join } from 'node:path';
import { setUpRoles } from '../../../lambda/database/set-up-roles';
import { millis } from '../../../lib/core/units';
import { prepareLikeRds } from '../../../lib/edge/postgres/like-rds';
import { withConnection, type Login } from '../../../lib/edge/postgres/login';
import { startPostgresPair, type PostgresPair } from '../../../lib/edge/postgres/pair';
import { administrator, type PostgresServer } from '../../../lib/edge/postgres/server';
import { preparePostgres } from '../../../lib/edge/postgres/template';
import { Opened } from '../../../lib/edge/processes/opened';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { readMigrations } from '../../../lib/edge/workload/read-migrations';
import { applyMigrations } from '../../../services/api/src/migrations/apply-migrations';
import { createLog } from '../../../services/shared/src/log/log';
import { machineTime } from '../../../services/shared/src/time';
import { roleSpec } from './role-spec';

export const service = join(__dirname, '../../../services/api');
export const identity = { stage: 'staging', account: '111111111111' };

export const silentLog = createLog({ level: 'error', fields: {}, time: machineTime, write: () => undefined });

/** A primary and a replica as the service finds them: roles, schema, tables, identity. */
export interface PointsDatabase extends AsyncDisposable {
  readonly pair: PostgresPair;
  readonly runDirectory: string;
}

export const loginAs = ({ host, port }: PostgresServer, user: string): Login => ({ host, port, user, database: 'points' });

/** A pair with nothing but what RDS gives. */
export async function startEmptyDatabase(): Promise<PointsDatabase> {
  const opened = new Opened();
  try {
    const run = opened.add(await createRunDirectory());
    const watchdog = opened.add(startWatchdog(run.path));
    const pair = opened.add(await startPostgresPair(await preparePostgres(run, watchdog), 'test'));
    await prepareLikeRds(pair.primary, { master: 'points_master', database: 'points' });
    return { pair, runDirectory: run.path, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

export async function startPointsDatabase(): Promise<PointsDatabase> {
  const database = await startEmptyDatabase();
  const { primary } = database.pair;
  const migrations = await readMigrations(join(service, 'migrations'));
  await withConnection(loginAs(primary, 'points_master'), (client) => setUpRoles(client, 'points', roleSpec, identity));
  await withConnection(loginAs(primary, 'points_owner'), (client) =>
    applyMigrations(client, migrations, { release: 'r1', time: machineTime, log: silentLog }));
  await caughtUp(database.pair);
  return database;
}

/** Resolves once the replica shows everything that the primary has committed. */
export async function caughtUp({ primary, replica }: PostgresPair): Promise<void> {
  const position = await withConnection(administrator(primary), async (client) =>
    (await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn')).rows[0]?.lsn);
  await withConnection(administrator(replica), async (client) => {
    for (;;) {
      const { rows } = await client.query<{ there: boolean }>('select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [position]);
      if (rows[0]?.there === true) return;
      await wallClock.sleep(millis(2));
    }
  });
}
