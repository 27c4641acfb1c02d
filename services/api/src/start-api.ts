import { proveReader } from '../../shared/src/database/prove-reader';
import { createApp } from '../../shared/src/http/app';
import { readinessOf } from '../../shared/src/http/readiness';
import { listen } from '../../shared/src/http/server';
import { proveIdentity } from '../../shared/src/identity/prove-identity';
import type { Log } from '../../shared/src/log/log';
import { startPatiently } from '../../shared/src/start-patiently';
import type { Time } from '../../shared/src/time';
import type { Database } from './database/open-database';
import { provePrimary } from './database/prove-primary';
import { keepHeartbeat } from './heartbeat/keep-heartbeat';
import { pointsRoutes } from './http/points-routes';
import { readsFrom } from './points/reads';
import type { Settings } from './settings';

/** What the API reaches the world through. */
export interface ApiPorts {
  /** Closed by the API once it has been given. */
  readonly database: Database;
  /** The account that the platform says the task runs in. */
  readonly taskAccount: string;
  readonly log: Log;
  readonly time: Time;
}

export interface RunningApi {
  readonly port: number;
  /** Answers what has arrived, then closes the sessions with the database. */
  drain(): Promise<void>;
}

/**
 * Proves that this task is where it belongs and that its writer reaches the primary, opens its sessions, and only then listens.
 *
 * @throws IdentityMismatch before anything listens, or DatabaseFailure when the database stays out of reach
 */
export async function startApi(
  settings: Pick<Settings, 'port' | 'stage' | 'account' | 'release' | 'service'>,
  { database, taskAccount, log, time }: ApiPorts,
): Promise<RunningApi> {
  const { writer, reader } = database;
  const identity = (): Promise<void> => proveIdentity(settings, taskAccount, { writer, reader });
  try {
    await startPatiently(time, log, async () => {
      await identity();
      await provePrimary(writer);
      await Promise.all([writer.warm(), reader.warm()]);
    });
  } catch (error) {
    await database.close();
    throw error;
  }
  const app = createApp({
    served: settings,
    routes: pointsRoutes({ writer, reads: readsFrom(reader, writer), release: settings.release, time }),
    readiness: () => readinessOf({ identity, primary: () => provePrimary(writer), reader: () => proveReader(reader) }),
    log,
    time,
  });
  const server = await listen((request) => app.fetch(request), settings.port, time);
  log.info('listening', { port: server.port });
  const endHeartbeat = keepHeartbeat({ writer, reader, served: settings, log, time });
  return {
    port: server.port,
    drain: async () => {
      log.info('draining');
      await Promise.all([server.drain(), endHeartbeat()]);
      await database.close();
      log.info('drained');
    },
  };
}
