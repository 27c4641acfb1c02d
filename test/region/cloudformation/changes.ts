import type { ResourceDefinition, Template } from '../../../lib/region/cloudformation/template';

/** What an update does to one resource. */
export const changes = ['keep', 'create', 'update', 'replace', 'remove'] as const;
export type Change = (typeof changes)[number];

export interface Planned {
  readonly change: Change;
  /** Indices of resources before it that it needs. */
  readonly needs: readonly number[];
}

type Policies = Pick<ResourceDefinition, 'DeletionPolicy' | 'UpdateReplacePolicy'>;

export const nameOf = (index: number): string => String.fromCharCode(65 + index);

/** The templates before and after; what is referred to has to be there on the same side. */
export function templatesOf(plan: readonly Planned[], policies: Policies = {}): { readonly before: Template; readonly after: Template } {
  const side = (isThere: (change: Change) => boolean, isAfter: boolean): Template => ({
    Resources: Object.fromEntries([['Always', { Type: 'Test::Thing' }], ...plan.flatMap(({ change, needs }, index): [string, ResourceDefinition][] => {
      if (!isThere(change)) return [];
      const needed = needs.filter((other) => isThere(plan[other]?.change ?? 'keep')).map((other) => ({ Ref: nameOf(other) }));
      const changed = { Value: isAfter && change === 'update' ? 'new' : 'old', Fixed: isAfter && change === 'replace' ? 'new' : 'old' };
      return [[nameOf(index), { Type: 'Test::Thing', ...policies, Properties: { ...changed, Needs: needed } }]];
    })]),
  });
  return { before: side((change) => change !== 'create', false), after: side((change) => change !== 'remove', true) };
}

/** Every list of `length` of the choices. */
export function everyList<T>(choices: readonly T[], length: number): readonly (readonly T[])[] {
  return length === 0 ? [[]] : everyList(choices, length - 1).flatMap((list) => choices.map((choice) => [...list, choice]));
}
