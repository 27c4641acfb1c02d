import { invalid, list, text } from './arguments';
import type { Template } from './template';

/** How conditions ask for what they are made of: an expression's value, and another condition by name. */
export interface ConditionNames {
  value(expression: unknown): unknown;
  condition(name: string): boolean;
  /** Functions that are known here beside those of conditions. */
  readonly more?: Readonly<Record<string, (argument: unknown) => boolean>>;
}

/**
 * Every condition of a template, decided.
 *
 * @throws ServiceError `ValidationError` for what is no condition, and for conditions that name each other in a circle
 */
export function decideConditions({ Conditions = {} }: Template, value: ConditionNames['value']): ReadonlyMap<string, boolean> {
  const decided = new Map<string, boolean>();
  const open = new Set<string>();
  const condition = (name: string): boolean => {
    const known = decided.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(Conditions, name)) return invalid(`Template error: unresolved condition dependency ${name}`);
    if (open.has(name)) return invalid(`Template error: Found circular condition dependency: ${[...open, name].join(' -> ')}`);
    open.add(name);
    const holding = holds(Conditions[name], { value, condition });
    open.delete(name);
    decided.set(name, holding);
    return holding;
  };
  for (const name of Object.keys(Conditions)) condition(name);
  return decided;
}

/** Whether a condition function holds: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
export function holds(expression: unknown, names: ConditionNames): boolean {
  const [[name, argument] = ['', undefined], ...rest] = Object.entries((expression ?? {}) as object) as [string, unknown][];
  if (rest.length > 0) return invalid(`Template error: a condition is one function, got ${JSON.stringify(expression)}`);
  const own = names.more?.[name];
  if (own !== undefined) return own(argument);
  switch (name) {
    case 'Condition': return names.condition(String(argument));
    case 'Fn::Equals': {
      const [left, right] = list(argument, 2, 'Template error: every Fn::Equals object requires a list of 2 string parameters.');
      return text(names.value(left)) === text(names.value(right));
    }
    case 'Fn::Not': return !holds(list(argument, 1, 'Template error: every Fn::Not object requires one boolean parameter.')[0], names);
    case 'Fn::And': return several('Fn::And', argument).every((part) => holds(part, names));
    case 'Fn::Or': return several('Fn::Or', argument).some((part) => holds(part, names));
    default: return invalid(`Template error: the region does not know the condition function ${name === '' ? JSON.stringify(expression) : name}`);
  }
}

function several(name: string, argument: unknown): readonly unknown[] {
  const fits = Array.isArray(argument) && argument.length >= 2 && argument.length <= 10;
  return fits ? argument : invalid(`Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`);
}
