import type { Pair, RuleShape, Weights } from './sight';

/** A listener rule, as far as it can be other than it was deployed. */
export interface SeenRule {
  readonly priority: string;
  /** Every condition, such as `path-pattern /*`. */
  readonly conditions: readonly string[];
  /** One for each action; what forwards has target groups. */
  readonly actions: readonly { readonly type: string; readonly weights: Weights | undefined }[];
}

/** As `FrozenRoute` makes it. */
const PRIORITY = '1000';
const CONDITION = 'path-pattern /*';

/** What of a rule is still the one that was deployed: everything but its weights. */
export function ruleShape(rule: SeenRule | undefined, pair: Pair): RuleShape {
  if (rule === undefined) return { kind: 'gone' };
  const strange = (how: string): RuleShape => ({ kind: 'strange', how });
  if (rule.priority !== PRIORITY) return strange(`its priority is ${rule.priority}`);
  if (rule.conditions.length !== 1 || rule.conditions[0] !== CONDITION) return strange(`its conditions are ${rule.conditions.join(', ') || 'none'}`);
  const [action, ...others] = rule.actions;
  if (action?.type !== 'forward' || action.weights === undefined || others.length > 0) return strange(`its actions are ${rule.actions.map(({ type }) => type).join(', ') || 'none'}`);
  const foreign = action.weights.filter(({ targetGroup }) => !pair.includes(targetGroup));
  if (foreign.length > 0) return strange(`it forwards to ${foreign.map(({ targetGroup }) => targetGroup).join(', ')}`);
  return { kind: 'forwards', weights: action.weights };
}
