import { reasonOf } from '../service-error';
import type { Needs } from './dependencies';
import { inTurn } from './in-turn';
import type { Entry } from './journal';
import { requestOf, type Work } from './work';

/**
 * Puts back what an update has changed, in the order of the old template; answers those that could not be put back.
 *
 * It is an update like any other: first everything is as it was, and what is new goes in the cleanup.
 *
 * @param restored what an earlier try has put back; grows
 * @param skipped what is left as it is, and counts as put back
 */
export async function restore(work: Work, old: Needs, restored: Set<string>, skipped: ReadonlySet<string>): Promise<readonly string[]> {
  const stuck: string[] = [];
  await inTurn(old, async (logicalId) => {
    const entry = work.journal.get(logicalId);
    if (entry === undefined || entry.kind === 'created' || restored.has(logicalId)) return 'done';
    if (skipped.has(logicalId)) {
      // The stack takes it for what it was, and whoever skips it has to see to that.
      work.stack.resources.set(logicalId, entry.before);
      restored.add(logicalId);
      work.note(logicalId, 'UPDATE_COMPLETE', 'Resource skipped during UpdateRollback');
      return 'done';
    }
    work.note(logicalId, 'UPDATE_IN_PROGRESS');
    try {
      await putBack(work, entry);
      work.note(logicalId, 'UPDATE_COMPLETE');
      restored.add(logicalId);
      return 'done';
    } catch (thrown) {
      work.note(logicalId, 'UPDATE_FAILED', reasonOf(thrown));
      stuck.push(logicalId);
      return 'failed';
    }
  });
  return stuck;
}

async function putBack({ stack, journal, provider }: Work, entry: Exclude<Entry, { kind: 'created' }>): Promise<void> {
  const { before } = entry;
  if (entry.kind === 'updated') {
    const outcome = await provider(before.type).update(requestOf(stack, before), entry.attempted);
    if (outcome === 'replace') throw new Error(`${before.type} cannot be changed back`);
    const restored = { ...before, ...outcome };
    // An answer with another id is a replacement: what was being changed goes in the cleanup.
    if (restored.physicalId !== entry.attempted.physicalId) journal.set(before.logicalId, { kind: 'replaced', before: restored, resource: entry.attempted, keep: false });
    stack.resources.set(before.logicalId, restored);
    return;
  }
  // It was never touched: what replaced it is another one.
  stack.resources.set(before.logicalId, before);
}
