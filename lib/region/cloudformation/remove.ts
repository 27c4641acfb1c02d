import { reasonOf } from '../service-error';
import { reversed, type Needs } from './dependencies';
import { inTurn } from './in-turn';
import type { Settled } from './settle';
import type { Stack, StackResource } from './stack';
import { requestOf, type Work } from './work';

/** A resource that is to go, unless it is kept. */
export interface Leaving {
  readonly resource: StackResource;
  readonly keep: boolean;
}

/**
 * Removes resources by logical id, each once everything that needs it is gone; answers those that could not be removed.
 *
 * A resource that is kept leaves the stack and stays where it is. What a failed one still needs is not touched, unless it is to go on
 * regardless, as the cleanup after an update does.
 */
export async function removeAll(work: Work, leaving: ReadonlyMap<string, Leaving>, needs: Needs, regardless = false): Promise<readonly string[]> {
  const stuck: string[] = [];
  const loose = [...leaving.keys()].filter((logicalId) => !needs.has(logicalId)).map((logicalId) => [logicalId, new Set<string>()] as const);
  await inTurn(reversed(new Map([...needs, ...loose])), async (logicalId) => {
    const found = leaving.get(logicalId);
    if (found === undefined) return 'done';
    try {
      await removeOne(work, found);
      return 'done';
    } catch (thrown) {
      work.note(logicalId, 'DELETE_FAILED', reasonOf(thrown));
      stuck.push(logicalId);
      return regardless ? 'done' : 'failed';
    }
  });
  return stuck;
}

async function removeOne({ stack, provider, note }: Work, { resource, keep }: Leaving): Promise<void> {
  const { logicalId, type } = resource;
  if (keep) {
    note(logicalId, 'DELETE_SKIPPED');
  } else {
    note(logicalId, 'DELETE_IN_PROGRESS');
    await provider(type).delete(requestOf(stack, resource), resource);
    note(logicalId, 'DELETE_COMPLETE');
  }
  // The one that replaced it has the same logical id.
  if (stack.resources.get(logicalId) === resource) stack.resources.delete(logicalId);
}

export function everything({ resources }: Stack, keep: (resource: StackResource) => boolean): ReadonlyMap<string, Leaving> {
  return new Map([...resources].map(([logicalId, resource]) => [logicalId, { resource, keep: keep(resource) }]));
}

/** What could not be removed after an update is left behind, and is the stack's no longer. */
export function abandon({ resources }: Stack, stuck: readonly string[], { resources: wanted }: Settled): void {
  for (const logicalId of stuck) if (!Object.hasOwn(wanted, logicalId)) resources.delete(logicalId);
}
