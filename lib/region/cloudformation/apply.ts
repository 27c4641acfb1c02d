import { inTurn } from './in-turn';
import { bring } from './make';
import { Progress } from './progress';
import type { Work } from './work';

/** Makes or changes every resource as soon as what it waits for is there; answers why it failed, if it did, once nothing runs any more. */
export async function apply(work: Work): Promise<string | undefined> {
  const progress = new Progress(work.note);
  await inTurn(work.needs, async (logicalId) => {
    if (progress.cancelled.aborted) return 'failed';
    try {
      await bring(work, logicalId, progress);
      progress.complete(logicalId);
      return 'done';
    } catch (thrown) {
      progress.fail(logicalId, thrown);
      return 'failed';
    }
  });
  return progress.failure();
}
