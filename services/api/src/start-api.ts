import type { Database } from './database/open-database';
import { DatabaseFailure } from './database/failure';
import { createApp } from './http/app';
import { provePrimary, readinessOf } from './http/readiness';
import { listen } from './http/server';
import { proveIdentity } from './identity/prove-identity';
import type { Log } from './log/log';
import { readsFrom } from './points/reads';
import type { Settings } from './settings';
import type { Time } from './time';

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

/** A database that is still coming up, or failing over, gets so long; then ECS may try with another task. */
const START_WITHIN_MS = 60_000;

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
  try {
    await patiently(time, log, async () => {
      await proveIdentity(settings, taskAccount, { writer, reader });
      await provePrimary(database);
      await Promise.all([writer.warm(), reader.warm()]);
    });
  } catch (error) {
    await database.close();
    throw error;
  }
  const app = createApp({
    served: settings,
    points: { writer, reads: readsFrom(reader, writer), release: settings.release, time },
    readiness: () => readinessOf(settings, taskAccount, database),
    log,
    time,
  });
  const server = await listen((request) => app.fetch(request), settings.port, time);
  log.info('listening', { port: server.port });
  return {
    port: server.port,
    drain: async () => {
      log.info('draining');
      await server.drain();
      await database.close();
      log.info('drained');
    },
  };
}

async function patiently(time: Time, log: Log, start: () => Promise<void>): Promise<void> {
  const deadline = time.elapsedMs() + START_WITHIN_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof DatabaseFailure) || error.kind === 'fault' || time.elapsedMs() >= deadline) throw error;
      log.warn('the database is not there yet', { because: error.message });
      await time.sleep(500);
    }
  }
}
