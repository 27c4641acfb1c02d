import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ServedBy } from '../log/counted';
import type { Log } from '../log/log';
import type { Time } from '../time';
import { answerFor } from './answer';
import { healthRoutes } from './health-routes';
import type { Readiness } from './readiness';
import { Refusal } from './refusal';
import type { RequestEnvironment } from './request-environment';
import { requestIdOf } from './request-id';
import { requestRecord } from './request-record';
import { unreachedCounter } from './unreached';

export interface AppOptions {
  readonly served: ServedBy;
  /** The operations of the service's contract. */
  readonly routes: Hono<RequestEnvironment>;
  readonly readiness: () => Promise<Readiness>;
  readonly log: Log;
  readonly time: Time;
}

const MOST_BYTES = 4_096;

/** A service as a function of requests. */
export function createApp({ served, routes, readiness, log, time }: AppOptions): Hono<RequestEnvironment> {
  const app = new Hono<RequestEnvironment>();
  const isUnreached = unreachedCounter(time);
  app.use(async (context, next) => {
    await next();
    context.header('x-changeover-release', served.release);
  });
  // The load balancer asks every few seconds; its questions are not worth a line each.
  app.route('/', healthRoutes(readiness));
  app.use(async (context, next) => {
    const [requestId, start] = [requestIdOf(context), time.elapsedMs()];
    context.set('requestId', requestId);
    await next();
    const { level, details } = requestRecord(served, {
      requestId,
      operation: context.get('operation'),
      status: context.res.status,
      answeredAt: time.now(),
      durationMs: Math.round((time.elapsedMs() - start) * 10) / 10,
      synthetic: context.get('synthetic') ?? false,
      error: context.error,
      unreached: isUnreached(context.error),
    });
    log.record(level, 'request', details);
  });
  app.use(bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new Refusal(413, 'too-large', `a body may have ${MOST_BYTES} bytes`);
    },
  }));
  app.route('/', routes);
  app.notFound((context) => context.json({ code: 'not-found', message: `there is no ${context.req.method} ${context.req.path}` }, 404));
  app.onError((error, context) => {
    const { status, body } = answerFor(error);
    if (status === 503) context.header('retry-after', '1');
    return context.json(body, status);
  });
  return app;
}
