import { Hono } from 'hono';
import type { Readiness } from './readiness';
import type { RequestEnvironment } from './request-environment';

/**
 * `/healthz` is shallow: the process serves, and since it listens only after it was ready once, and no more while it
 * drains, that is all there is to say. A lost replica or a failover must not make a load balancer end the tasks of both
 * colours.
 *
 * `/ready` is deep: whether identity, primary and reader are as they should be right now. Hooks ask it, balancers do not.
 */
export function healthRoutes(readiness: () => Promise<Readiness>): Hono<RequestEnvironment> {
  return new Hono<RequestEnvironment>()
    .get('/healthz', (context) => context.json({ status: 'serving' }))
    .get('/ready', async (context) => {
      const found = await readiness();
      return context.json(found, found.ready ? 200 : 503);
    });
}
