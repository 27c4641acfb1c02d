import { isDeepStrictEqual } from 'node:util';
import { outputsOf } from './exports';
import { isSame } from './make';
import type { Settled } from './settle';
import type { Work } from './work';

/** Only resources and outputs count: a template that differs in nothing else is no update. */
export function changesNothing({ stack, evaluate: valueOf }: Work, { resources, outputs }: Settled): boolean {
  const isKnown = [...stack.resources.keys()].every((logicalId) => Object.hasOwn(resources, logicalId));
  const isUnchanged = Object.entries(resources).every(([logicalId, definition]) => {
    const existing = stack.resources.get(logicalId);
    return existing !== undefined && isSame(existing, definition, valueOf) && isDeepStrictEqual(existing.metadata, valueOf(definition.Metadata ?? {}));
  });
  return isKnown && isUnchanged && isDeepStrictEqual(outputsOf({ resources, outputs }, valueOf), stack.outputs);
}
