import type { Resource, Template } from '../../lib/core/template/template';

/** A way into a value: keys, and indices of lists. */
export type Way = readonly (string | number)[];

/** A copy with another value at one place; `undefined` takes the place away. */
export function edited<T>(value: T, way: Way, to: unknown): T {
  const [key, ...rest] = way;
  if (key === undefined) return to as T;
  if (Array.isArray(value)) {
    const copy = [...value as readonly unknown[]];
    if (rest.length === 0 && to === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = edited(copy[Number(key)], rest, to);
    return copy as T;
  }
  const { [key]: old, ...others } = (value ?? {}) as Record<string, unknown>;
  return (rest.length === 0 && to === undefined ? others : { ...others, [key]: edited(old, rest, to) }) as T;
}

/** The same for a place in a resource: `Group Properties.AlarmConfiguration.Enabled`. */
export function editedResource(template: Template, logicalId: string, way: Way, to: unknown): Template {
  const resource = edited(template.Resources[logicalId] as Resource, way, to);
  return { ...template, Resources: { ...template.Resources, [logicalId]: resource } };
}

/** `A.B.0.C` as a way. */
export const wayOf = (path: string): Way => path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
