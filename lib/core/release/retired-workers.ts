import type { Instant } from '../units';

/**
 * The workers of one release: an ECS service of their own, so that both colours have theirs while a release bakes. A release that is
 * tried again brings new ones.
 */
export interface WorkerService {
  readonly name: string;
  readonly release: string;
  readonly createdAt: Instant;
}

/**
 * The workers that nobody will need again: those that are older than the youngest workers of the release that has the lease.
 *
 * Younger ones belong to a release that is just being deployed, or that was taken back and may be tried again. When the holder has
 * no workers, nobody is ended.
 */
export function retiredWorkers(services: readonly WorkerService[], holder: string): readonly WorkerService[] {
  const own = services.filter(({ release }) => release === holder).map(({ createdAt }) => createdAt);
  return own.length === 0 ? [] : services.filter(({ createdAt }) => createdAt < Math.max(...own));
}
