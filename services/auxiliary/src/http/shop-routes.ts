import { Hono, type Context } from 'hono';
import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import { idempotencyKeyOf, limitOf, nameOf } from '../../../shared/src/http/input';
import type { RequestEnvironment } from '../../../shared/src/http/request-environment';
import { isSynthetic } from '../../../shared/src/http/synthetic';
import type { RequestQueue } from '../digest/request-queue';
import { rankingOf } from '../shop/ranking';
import { statisticsOf } from '../shop/statistics';
import { dayOf } from './input';

/** What the operations work with: nothing here could write to a database. */
export interface Shops {
  readonly reader: ReaderPool;
  readonly queue: RequestQueue;
}

const MOST_RANKED = 100;

/** The operations of openapi.yaml. */
export function shopRoutes({ reader, queue }: Shops): Hono<RequestEnvironment> {
  return new Hono<RequestEnvironment>()
    .get('/v1/shops/:shopId/statistics', async (context) => {
      const shopId = begin(context, 'getStatistics');
      const [statistics] = await reader.select(statisticsOf(shopId));
      return context.json({ shopId, ...statistics });
    })
    .get('/v1/shops/:shopId/ranking', async (context) => {
      const shopId = begin(context, 'getRanking');
      return context.json({ shopId, members: await reader.select(rankingOf(shopId, limitOf(context, MOST_RANKED, 10))) });
    })
    .post('/v1/shops/:shopId/digests', async (context) => {
      const shopId = begin(context, 'requestDigest');
      const [key, day] = [idempotencyKeyOf(context, 'digest'), await dayOf(context)];
      await queue.send({ shopId, key, day, requestId: context.get('requestId'), synthetic: context.get('synthetic') === true });
      return context.json({ shopId, key, day }, 202);
    });
}

/** Names the operation before anything can fail, so that a failure is counted where it belongs. */
function begin(context: Context<RequestEnvironment>, operation: string): string {
  context.set('operation', operation);
  const shopId = nameOf(context, 'shopId');
  context.set('synthetic', isSynthetic(context, shopId));
  return shopId;
}
