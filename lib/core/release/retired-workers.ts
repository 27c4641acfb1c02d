import type { Instant } from '../units';

/** The workers of one release: an ECS service of their own, so that both colours have theirs while a release bakes. */
export interface WorkerService {
  readonly release: string;
  readonly createdAt: Instant;
}

/**
 * The workers that nobody will need again: those that are older than the workers of the release that has the lease.
 *
 * Younger ones belong to a release that is just being deployed, or that was taken back and may be tried again. When the holder has
 * no workers, nobody is ended.
 */
export function retiredWorkers(services: readonly WorkerService[], holder: string): readonly WorkerService[] {
  const own = services.find(({ release }) => release === holder);
  return own === undefined ? [] : services.filter(({ createdAt }) => createdAt < own.createdAt);
}
