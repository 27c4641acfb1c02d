import type { Action, RuleConfiguration } from './messages';

/** Finds the action for a request. */
export type Router = (host: string, path: string) => Action | undefined;

/** The first rule that matches decides; rules are sorted, and the last one matches everything. */
export function routerOf(rules: readonly RuleConfiguration[]): Router {
  const compiled = rules.map(({ hosts, paths, action }) => ({ host: anyOf(hosts, 'i'), path: anyOf(paths, ''), action }));
  return (host, path) => compiled.find((rule) => rule.host(host) && rule.path(path))?.action;
}

/** One of the groups, by weight; `undefined` when no group has any. `roll` is from 0 to 1. */
export function groupFor(groups: readonly { readonly arn: string; readonly weight: number }[], roll: number): string | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  let left = roll * total;
  return groups.find(({ weight }) => weight > 0 && (left -= weight) < 0)?.arn ?? groups.findLast(({ weight }) => weight > 0)?.arn;
}

/**
 * Paths keep their case, host names do not have any; `*` stands for any characters, `?` for one:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
function anyOf(patterns: readonly string[] | undefined, flags: '' | 'i'): (value: string) => boolean {
  if (patterns === undefined) return () => true;
  const expressions = patterns.map((pattern) => {
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
    return new RegExp(`^${source}$`, flags);
  });
  return (value) => expressions.some((expression) => expression.test(value));
}
