import { invalid, isFields, list } from './arguments';
import type { OutputDefinition, ResourceDefinition, Template } from './template';

/** A template after its conditions were decided: what they switch off is gone, and every `Fn::If` is the branch that was chosen. */
export interface Settled {
  readonly resources: Readonly<Record<string, ResourceDefinition>>;
  readonly outputs: Readonly<Record<string, OutputDefinition>>;
}

/** @throws ServiceError `ValidationError` for a condition that the template does not have */
export function settle(template: Template, conditions: ReadonlyMap<string, boolean>): Settled {
  const decide = (name: unknown): boolean => conditions.get(String(name)) ?? invalid(`Template error: unresolved condition dependency ${String(name)}`);
  const wanted = <T extends { readonly Condition?: string }>(section: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(section).filter(([, { Condition }]) => Condition === undefined || decide(Condition))
      .map(([name, entry]) => [name, choose(entry, decide) as T]));
  return { resources: wanted(template.Resources), outputs: wanted(template.Outputs ?? {}) };
}

function choose(value: unknown, decide: (name: unknown) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => choose(item, decide));
  if (!isFields(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'Fn::If') {
    const [name, whenTrue, whenFalse] = list(entries[0][1], 3, 'Template error: Fn::If requires a list argument with three elements');
    return choose(decide(name) ? whenTrue : whenFalse, decide);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, choose(inner, decide)]));
}
