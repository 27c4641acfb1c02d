import type { Hono } from 'hono';
import { createApp } from './http/app';
import { readinessOf } from './http/readiness';
import type { RequestEnvironment } from './http/request-environment';
import { listen } from './http/server';
import type { ServedBy } from './log/counted';
import type { Log } from './log/log';
import type { Running } from './run-program';
import { startPatiently } from './start-patiently';
import type { Time } from './time';

/** What makes one service different from another. */
export interface ServiceParts {
  readonly served: ServedBy & { readonly port: number };
  /** Proves that the task is where it belongs and opens what its first customers need; repeated while the database is away. */
  readonly prepare: () => Promise<void>;
  readonly routes: Hono<RequestEnvironment>;
  /** What `/ready` asks. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  /** Begun when the service listens, ended when it drains. @default - nothing runs beside requests */
  readonly beside?: () => () => Promise<void>;
  /** Lets go of the world, at the end or when the service cannot start. */
  readonly close: () => Promise<void>;
}

export interface RunningService extends Running {
  readonly port: number;
}

/** At night nobody calls, and silence has to mean that something is wrong. */
const ALIVE_EVERY_MS = 60_000;

/**
 * Prepares, and only then listens. From then on a line every minute says that the service is there.
 *
 * @throws what `prepare` throws, before anything listens
 */
export async function startService({ served, prepare, routes, checks, beside, close }: ServiceParts, log: Log, time: Time): Promise<RunningService> {
  try {
    await startPatiently(time, log, prepare);
  } catch (error) {
    await close();
    throw error;
  }
  const app = createApp({ served, routes, readiness: () => readinessOf(checks), log, time });
  const server = await listen((request) => app.fetch(request), served.port, time);
  log.info('listening', { port: server.port });
  const endBeside = beside?.();
  const fallSilent = time.every(ALIVE_EVERY_MS, () => log.record('info', 'alive', {}));
  return {
    port: server.port,
    drain: async () => {
      log.info('draining');
      fallSilent();
      await Promise.all([server.drain(), endBeside?.()]);
      await close();
      log.info('drained');
    },
  };
}
