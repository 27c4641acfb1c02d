import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import type { ServedBy } from '../../../shared/src/log/counted';
import { errorChain } from '../../../shared/src/log/error-chain';
import type { Log } from '../../../shared/src/log/log';
import type { Time } from '../../../shared/src/time';
import type { WriterPool } from '../database/writer-pool';
import { beat } from './beat';
import { heartbeatRecord } from './heartbeat-record';
import { lastBeat } from './last-beat';

export interface HeartbeatPorts {
  readonly writer: WriterPool;
  readonly reader: ReaderPool;
  readonly served: ServedBy;
  readonly log: Log;
  readonly time: Time;
}

const EVERY_MS = 5_000;

/**
 * Writes the heartbeat every few seconds and tells how old it is on a replica, until the answer is called, which waits for
 * the one at hand.
 *
 * No customer waits for it, and nothing fails with it: without a primary the row stays as it is, and its age is told all the same.
 */
export function keepHeartbeat(ports: HeartbeatPorts): () => Promise<void> {
  let running: Promise<void> | undefined;
  const look = (): void => {
    // The one before still waits for a server.
    running ??= once(ports).finally(() => (running = undefined));
  };
  look();
  const stop = ports.time.every(EVERY_MS, look);
  return async () => {
    stop();
    await running;
  };
}

async function once({ writer, reader, served, log, time }: HeartbeatPorts): Promise<void> {
  const without = (what: string) => (error: unknown) => void log.warn(what, { error: errorChain(error) });
  await writer.change(beat(time.now())).catch(without('the heartbeat was not written'));
  const rows = await reader.select(lastBeat()).catch(without('the heartbeat was not read'));
  const [last] = rows ?? [];
  if (last !== undefined) log.record('info', 'heartbeat', heartbeatRecord(served, time.now(), last));
}
