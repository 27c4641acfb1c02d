import { filled, valuesOf, type Context } from './context';
import { operatorNamed, type Operator } from './operators';

/** One operator with one key: all conditions of a statement have to hold. */
export type Condition =
  | { readonly kind: 'null'; readonly key: string; readonly values: readonly string[] }
  | {
    readonly kind: 'compare';
    readonly key: string;
    readonly operator: Operator;
    readonly over: 'one' | 'any' | 'all';
    readonly ifExists: boolean;
    readonly values: readonly string[];
  };

/** Nothing for an operator that there is not. `name` is as in the policy, such as `ForAnyValue:StringLikeIfExists`. */
export function conditionOf(name: string, key: string, values: readonly string[]): Condition | undefined {
  if (name === 'Null') return { kind: 'null', key, values };
  const [, set, base = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = operatorNamed(base);
  if (operator === undefined) return undefined;
  return { kind: 'compare', key, operator, over: set === undefined ? 'one' : set === 'ForAnyValue' ? 'any' : 'all', ifExists: ifExists !== undefined, values };
}

/**
 * Whether a request meets a condition. A key that the request does not have makes a comparison false, a negated one true, one with
 * `IfExists` true, and one over all values true
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
export function meets(condition: Condition, context: Context): boolean {
  const given = valuesOf(context, condition.key);
  if (condition.kind === 'null') return condition.values.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const { operator: { compare, negated }, over, ifExists } = condition;
  if (given === undefined) return ifExists || over === 'all' || (negated && over === 'one');
  const wanted = condition.values.flatMap((value) => filled(value, context) ?? []);
  const holds = (value: string): boolean => wanted.some((one) => compare(one, value)) !== negated;
  if (over === 'all') return given.every(holds);
  // A negated operator without a set asks of all values that they are different.
  return over === 'one' && negated ? given.every(holds) : given.some(holds);
}
