import { DatabaseFailure } from './database/failure';
import type { Log } from './log/log';
import type { Time } from './time';

/** A database that is still coming up, or failing over, gets so long; then ECS may try with another task. */
const START_WITHIN_MS = 60_000;

/** Repeats `start` while the database is out of reach. @throws what `start` throws for another reason, or when time is over */
export async function startPatiently(time: Time, log: Log, start: () => Promise<void>): Promise<void> {
  const deadline = time.elapsedMs() + START_WITHIN_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof DatabaseFailure) || error.kind === 'fault' || time.elapsedMs() >= deadline) throw error;
      log.warn('the database is not there yet', { because: error.message });
      await time.sleep(500);
    }
  }
}
