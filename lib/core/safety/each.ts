import { at, ofType, type Resource, type Template } from '../template/template';
import type { Violation } from './safety-rule';

/** Where something is wrong in a resource, and what: nothing when it is right. */
export type Complaint = readonly [location: string, found: string] | undefined;

/** Asks every resource of a type; `complain` may give several complaints. */
export function each(template: Template, type: string, complain: (resource: Resource, logicalId: string) => Complaint | readonly Complaint[]): readonly Violation[] {
  return ofType(template, type).flatMap(([logicalId, resource]) => {
    const said = complain(resource, logicalId);
    const all = (said === undefined || typeof said[0] === 'string' ? [said] : said) as readonly Complaint[];
    return all.flatMap((one) => (one === undefined ? [] : [{ logicalId, location: `Properties.${one[0]}`.replace(/^Properties\.\^/, ''), found: one[1] }]));
  });
}

/** A property of a resource, by its path. */
export const property = (resource: Resource, path: string): unknown => at(resource.Properties, path);

/** What another resource of the template is referred to as: the logical id in `Ref` or `Fn::GetAtt`; a text stands for itself. */
export function referred(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const ref = at(value, 'Ref');
  if (typeof ref === 'string') return ref;
  const attribute = at(value, 'Fn::GetAtt');
  return Array.isArray(attribute) ? String(attribute[0]) : typeof attribute === 'string' ? attribute.split('.')[0] : undefined;
}
