import { ServiceError } from '../service-error';
import type { ResourceDefinition, Template } from './template';

/** Which resources each resource waits for: by DependsOn, Ref, GetAtt and Sub, as CloudFormation orders them. */
export function dependenciesOf(template: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Set(Object.keys(template.Resources));
  return new Map(Object.entries(template.Resources).map(([logicalId, resource]) => {
    const found = new Set<string>();
    for (const name of [...dependsOn(resource), ...mentioned(resource.Properties)]) {
      if (names.has(name) && name !== logicalId) found.add(name);
    }
    return [logicalId, found];
  }));
}

/**
 * Resources in an order in which everything comes after what it waits for.
 *
 * @throws ServiceError `ValidationError` naming the resources of a circle
 */
export function inOrder(dependencies: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const left = new Map([...dependencies].map(([logicalId, needs]) => [logicalId, new Set(needs)]));
  const order: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter(([, needs]) => needs.size === 0).map(([logicalId]) => logicalId);
    if (free.length === 0) throw new ServiceError('ValidationError', `Circular dependency between resources: [${[...left.keys()].join(', ')}]`);
    for (const logicalId of free) left.delete(logicalId);
    for (const needs of left.values()) for (const logicalId of free) needs.delete(logicalId);
    order.push(...free);
  }
  return order;
}

function dependsOn({ DependsOn }: ResourceDefinition): readonly string[] {
  if (DependsOn === undefined) return [];
  return typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
}

function mentioned(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mentioned);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt') return [typeof inner === 'string' ? inner.split('.')[0] ?? '' : String((inner as readonly unknown[])[0])];
    if (key === 'Fn::Sub') return [...substituted(inner), ...mentioned(inner)];
    return mentioned(inner);
  });
}

function substituted(argument: unknown): readonly string[] {
  const pattern = String(Array.isArray(argument) ? argument[0] : argument);
  return [...pattern.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map((match) => match[1] ?? '');
}
