import type { Action, RuleConfiguration } from './messages';

/** The action of the first rule that matches; rules are sorted and the last one matches everything. */
export function ruleFor(rules: readonly RuleConfiguration[], host: string, path: string): Action | undefined {
  return rules.find(({ hosts, paths }) => (hosts?.some((pattern) => matches(pattern, host.toLowerCase())) ?? true)
    && (paths?.some((pattern) => matches(pattern, path)) ?? true))?.action;
}

/** One of the groups, by weight; `undefined` when no group has any. `roll` is from 0 to 1. */
export function groupFor(groups: readonly { readonly arn: string; readonly weight: number }[], roll: number): string | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  let left = roll * total;
  return groups.find(({ weight }) => weight > 0 && (left -= weight) < 0)?.arn ?? groups.findLast(({ weight }) => weight > 0)?.arn;
}

/** `*` stands for any characters, `?` for one: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(value);
}
