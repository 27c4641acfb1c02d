import { inTurn } from './in-turn';
import { bring } from './make';
import { Progress } from './progress';
import type { Work } from './work';

/** Makes or changes every resource as soon as what it waits for is there; answers why it failed, if it did, once nothing runs any more. */
export async function apply(work: Work): Promise<string | undefined> {
  const progress = new Progress(work.note);
  const stop = (): void => progress.giveUp();
  if (work.cancelled.aborted) stop();
  work.cancelled.addEventListener('abort', stop, { once: true });
  refuseRemovals(work, progress);
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
  work.cancelled.removeEventListener('abort', stop);
  return progress.failure();
}

/** What the stack's policy protects may not be left out either, and the cleanup is too late to say so. */
function refuseRemovals({ stack, target, forbidden }: Work, progress: Progress): void {
  for (const { logicalId, type } of stack.resources.values()) {
    const refusal = Object.hasOwn(target.resources, logicalId) ? undefined : forbidden(logicalId, type, 'Update:Delete');
    if (refusal === undefined) continue;
    progress.begin(logicalId, 'UPDATE');
    progress.fail(logicalId, new Error(refusal));
  }
}
