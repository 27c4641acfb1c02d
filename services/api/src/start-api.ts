import { proveReader } from '../../shared/src/database/prove-reader';
import { proveIdentity } from '../../shared/src/identity/prove-identity';
import type { Log } from '../../shared/src/log/log';
import { startService, type RunningService } from '../../shared/src/start-service';
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

/**
 * Proves that this task is where it belongs and that its writer reaches the primary, opens its sessions, and only then listens.
 *
 * @throws IdentityMismatch before anything listens, or DatabaseFailure when the database stays out of reach
 */
export function startApi(
  settings: Pick<Settings, 'port' | 'stage' | 'account' | 'release' | 'service'>,
  { database, taskAccount, log, time }: ApiPorts,
): Promise<RunningService> {
  const { writer, reader } = database;
  const identity = (): Promise<void> => proveIdentity(settings, taskAccount, { writer, reader });
  return startService({
    served: settings,
    prepare: async () => {
      await identity();
      await provePrimary(writer);
      await Promise.all([writer.warm(), reader.warm()]);
    },
    routes: pointsRoutes({ writer, reads: readsFrom(reader, writer, time), release: settings.release, account: taskAccount, time }),
    checks: { identity, primary: () => provePrimary(writer), reader: () => proveReader(reader) },
    beside: () => keepHeartbeat({ writer, reader, served: settings, log, time }),
    close: () => database.close(),
  }, log, time);
}
