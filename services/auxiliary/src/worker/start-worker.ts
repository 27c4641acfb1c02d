import type { Replicas } from '../../../shared/src/database/open-replicas';
import { proveReader } from '../../../shared/src/database/prove-reader';
import { proveIdentity } from '../../../shared/src/identity/prove-identity';
import type { Log } from '../../../shared/src/log/log';
import type { Running } from '../../../shared/src/run-program';
import { startPatiently } from '../../../shared/src/start-patiently';
import type { Time } from '../../../shared/src/time';
import type { WorkerSettings } from '../settings';
import { consume } from './consume';
import type { DigestStore } from './digest-store';
import type { LeaseBook } from './lease';
import { workOn } from './work-on';
import type { WorkQueue } from './work-queue';

/** What the worker reaches the world through. */
export interface WorkerPorts {
  /** Closed by the worker once they have been given. */
  readonly replicas: Replicas;
  readonly book: LeaseBook;
  readonly queue: WorkQueue;
  readonly store: DigestStore;
  /** The account that the platform says the task runs in. */
  readonly taskAccount: string;
  readonly log: Log;
  readonly time: Time;
}

/**
 * Proves that this task is where it belongs, and only then asks for the lease.
 *
 * @throws IdentityMismatch before anything is received, or DatabaseFailure when every replica stays out of reach
 */
export async function startWorker(
  settings: Pick<WorkerSettings, 'stage' | 'account' | 'release' | 'service'>,
  { replicas, book, queue, store, taskAccount, log, time }: WorkerPorts,
): Promise<Running> {
  const { reader } = replicas;
  try {
    await startPatiently(time, log, async () => {
      await proveIdentity(settings, taskAccount, { reader });
      await reader.warm();
    });
  } catch (error) {
    await replicas.close();
    throw error;
  }
  log.info('working');
  const consumer = consume({
    release: settings.release,
    book,
    queue,
    workOn: (delivery, epoch) => workOn(delivery, epoch, { reader, store, served: settings, log, time }),
    ready: () => proveReader(reader),
    log,
    time,
  });
  return {
    drain: async () => {
      log.info('draining');
      await consumer.drain();
      await replicas.close();
      log.info('drained');
    },
  };
}
