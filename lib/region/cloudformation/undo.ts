import type { Needs } from './dependencies';
import type { OperationPorts } from './operation';
import { abandon, everything, removeAll, type Leaving } from './remove';
import { restore } from './restore';
import type { Work } from './work';

/** Removes everything of a stack that was never complete. */
export async function undoCreate(work: Work, needs: Needs, reason: string, { turn }: Pick<OperationPorts, 'turn'>): Promise<void> {
  const { stack } = work;
  turn('ROLLBACK_IN_PROGRESS', reason);
  const stuck = await removeAll(work, everything(stack, ({ deletionPolicy }) => deletionPolicy === 'Retain'), needs);
  stack.unfinished = undefined;
  turn(stuck.length === 0 ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED', failedTo('delete', stuck));
}

export interface Undoing {
  /** What the template needs that the stack goes back to. */
  readonly old: Needs;
  /** What either template needs. */
  readonly needs: Needs;
  readonly reason: string;
  readonly skipped?: ReadonlySet<string>;
}

/** Puts a stack back to what it was when it was last complete; what cannot be put back can be tried again. */
export async function undoUpdate(work: Work, { old, needs, reason, skipped = new Set() }: Undoing, { turn }: Pick<OperationPorts, 'turn'>): Promise<void> {
  const { stack, journal } = work;
  const restored = stack.unfinished?.restored ?? new Set<string>();
  turn('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const stuck = await restore(work, old, restored, skipped);
  if (stuck.length > 0) {
    stack.unfinished = { journal, needs, restored };
    return turn('UPDATE_ROLLBACK_FAILED', failedTo('update', stuck));
  }
  stack.unfinished = undefined;
  turn('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  abandon(stack, await removeAll(work, madeInVain(work), needs, true), stack.settled);
  turn('UPDATE_ROLLBACK_COMPLETE');
}

function madeInVain({ journal }: Work): ReadonlyMap<string, Leaving> {
  return new Map([...journal].flatMap(([logicalId, entry]): readonly [string, Leaving][] => {
    if (entry.kind === 'updated') return [];
    // A policy to keep the resource holds from its creation on, unless it says otherwise.
    return [[logicalId, { resource: entry.resource, keep: entry.kind === 'created' ? entry.resource.deletionPolicy === 'Retain' : entry.keep }]];
  }));
}

const failedTo = (verb: string, names: readonly string[]): string | undefined => (names.length === 0 ? undefined : `The following resource(s) failed to ${verb}: [${names.join(', ')}]. `);
