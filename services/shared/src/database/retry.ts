import type { Time } from '../time';
import { DatabaseFailure } from './failure';

/** The first try and two more. */
const TRIES = 3;

/** Repeats `work` after failures that a repetition may heal; the last failure is thrown. */
export async function retrying<T>(time: Time, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseFailure) || error.kind !== 'again' || tried === TRIES) throw error;
      await time.sleep(20 * tried);
    }
  }
}
