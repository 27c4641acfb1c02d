import { invalid } from './arguments';
import { mentions } from './references';
import type { ResourceDefinition } from './template';

/** Which resources each resource waits for. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/** By DependsOn, Ref, GetAtt and Sub, as CloudFormation orders them; what a condition has switched off is waited for by nobody. */
export function needsOf(resources: Readonly<Record<string, ResourceDefinition>>): Needs {
  return new Map(Object.entries(resources).map(([logicalId, resource]) => {
    const named = [...dependsOn(resource), ...mentions([resource.Properties, resource.Metadata]).map(({ name }) => name)];
    return [logicalId, new Set(named.filter((name) => Object.hasOwn(resources, name)))];
  }));
}

/** The same the other way round: who has to be gone before each may go. */
export function reversed(needs: Needs): Needs {
  const dependents = new Map([...needs.keys()].map((logicalId) => [logicalId, new Set<string>()]));
  for (const [logicalId, needed] of needs) for (const name of needed) dependents.get(name)?.add(logicalId);
  return dependents;
}

/** @throws ServiceError `ValidationError` naming the resources of a circle, as the service refuses the template */
export function refuseCircles(needs: Needs): void {
  const left = new Map([...needs].map(([logicalId, needed]) => [logicalId, new Set(needed)]));
  // What waits for nothing is in no circle, and neither is what nobody waits for.
  prune(left);
  const behind = new Map([...reversed(left)].map(([logicalId, dependents]) => [logicalId, new Set(dependents)]));
  prune(behind);
  if (behind.size > 0) invalid(`Circular dependency between resources: [${[...behind.keys()].join(', ')}]`);
}

function prune(left: Map<string, Set<string>>): void {
  for (let free = freeOf(left); free.length > 0; free = freeOf(left)) {
    for (const logicalId of free) left.delete(logicalId);
    for (const needed of left.values()) for (const logicalId of free) needed.delete(logicalId);
  }
}

const freeOf = (left: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => [...left].filter(([, needed]) => needed.size === 0).map(([logicalId]) => logicalId);

export const dependsOn = ({ DependsOn = [] }: ResourceDefinition): readonly string[] => [DependsOn].flat();
