import type { Replicas } from '../../shared/src/database/open-replicas';
import { proveReader } from '../../shared/src/database/prove-reader';
import { proveIdentity } from '../../shared/src/identity/prove-identity';
import type { Log } from '../../shared/src/log/log';
import { startService, type RunningService } from '../../shared/src/start-service';
import type { Time } from '../../shared/src/time';
import type { RequestQueue } from './digest/request-queue';
import { shopRoutes } from './http/shop-routes';
import type { Settings } from './settings';

/** What the service reaches the world through. */
export interface AuxiliaryPorts {
  /** Closed by the service once they have been given. */
  readonly replicas: Replicas;
  readonly queue: RequestQueue;
  /** The account that the platform says the task runs in. */
  readonly taskAccount: string;
  readonly log: Log;
  readonly time: Time;
}

/**
 * Proves that this task is where it belongs, opens its sessions, and only then listens.
 *
 * @throws IdentityMismatch before anything listens, or DatabaseFailure when every replica stays out of reach
 */
export function startAuxiliary(
  settings: Pick<Settings, 'port' | 'stage' | 'account' | 'release' | 'service'>,
  { replicas, queue, taskAccount, log, time }: AuxiliaryPorts,
): Promise<RunningService> {
  const { reader } = replicas;
  const identity = (): Promise<void> => proveIdentity(settings, taskAccount, { reader });
  return startService({
    served: settings,
    prepare: async () => {
      await identity();
      await reader.warm();
    },
    routes: shopRoutes({ reader, queue }),
    checks: { identity, reader: () => proveReader(reader) },
    close: () => replicas.close(),
  }, log, time);
}
