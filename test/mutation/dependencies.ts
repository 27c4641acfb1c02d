import type { AssemblyStack, AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { dependsOn, needsOf } from '../../lib/region/cloudformation/dependencies';
import type { ResourceDefinition } from '../../lib/region/cloudformation/template';
import type { MutableTemplate } from './openings';

/** One explicit `DependsOn`: `from` waits for `to`. */
export interface Dependency {
  readonly stack: string;
  readonly from: string;
  readonly to: string;
  readonly types: readonly [from: string, to: string];
}

export function dependenciesOf({ stackName: stack, template: { Resources } }: Pick<AssemblyStack, 'stackName' | 'template'>): readonly Dependency[] {
  return Object.entries(Resources).flatMap(([from, resource]) => dependsOn(resource as ResourceDefinition).map((to): Dependency => ({ stack, from, to, types: [resource.Type, Resources[to]?.Type ?? ''] })));
}

/** Whether `from` waits for `to` also without it: it names it, or something that names it. */
export function isImplied({ from, to }: Dependency, template: AssemblyTemplate): boolean {
  const needs = needsOf(edited(template, from, (names) => names.filter((name) => name !== to)).Resources as Readonly<Record<string, ResourceDefinition>>);
  const seen = new Set<string>();
  const reach = (name: string): boolean => name === to || (!seen.has(name) && [...needs.get(name) ?? []].some((next) => (seen.add(name), reach(next))));
  return [...needs.get(from) ?? []].some(reach);
}

/**
 * The template without it, in the order that CloudFormation may then choose and that is the worst: `to` waits for `from`. Nothing but
 * chance would bring the right one about.
 */
export function reversed({ from, to }: Dependency, template: AssemblyTemplate): AssemblyTemplate {
  return edited(edited(template, from, (names) => names.filter((name) => name !== to)), to, (names) => [...names, from]);
}

function edited(template: AssemblyTemplate, logicalId: string, change: (names: readonly string[]) => readonly string[]): AssemblyTemplate {
  const copy = structuredClone(template) as unknown as MutableTemplate;
  const resource = copy.Resources[logicalId];
  if (resource !== undefined) resource.DependsOn = [...change([resource.DependsOn ?? []].flat())];
  return copy as unknown as AssemblyTemplate;
}
