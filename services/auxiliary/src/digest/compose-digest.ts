import type { ReaderPool } from '../../../shared/src/database/reader-pool';
import type { Time } from '../../../shared/src/time';
import { RANKED_IN_DIGEST } from '../limits';
import { rankingOf } from '../shop/ranking';
import { statisticsOf, type Statistics } from '../shop/statistics';
import type { Digest } from './digest';
import type { DigestRequest } from './digest-request';

/** Reads what a digest holds. @throws DatabaseFailure */
export async function composeDigest(request: DigestRequest, release: string, reader: ReaderPool, time: Time): Promise<Digest> {
  const [statistics] = await reader.select(statisticsOf(request.shopId));
  const ranking = await reader.select(rankingOf(request.shopId, RANKED_IN_DIGEST));
  return { request, composedAt: time.now(), release, statistics: statistics as Statistics, ranking };
}
