import { find, isPath } from './json-path';
import { StateFailure } from './state-failure';
import type { ChoiceRule } from './definition';

type Compare = (value: never, other: never) => boolean;

const ORDER: Readonly<Record<string, (value: number | string, other: number | string) => boolean>> = {
  Equals: (value, other) => value === other, LessThan: (value, other) => value < other, GreaterThan: (value, other) => value > other,
  LessThanEquals: (value, other) => value <= other, GreaterThanEquals: (value, other) => value >= other,
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
/** https://www.rfc-editor.org/rfc/rfc3339 with a capital T and Z, as the States Language wants it. */
const isTimestamp = (value: unknown): value is string => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

interface Comparison {
  readonly fits: (value: unknown) => boolean;
  readonly holds: Compare;
}

/** Two values of one kind; values of another kind are not equal, not less, not greater. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(Object.entries(ORDER).flatMap(([name, holds]): [string, Comparison][] => [
    [`String${name}`, { fits: isText, holds }],
    [`Numeric${name}`, { fits: isNumber, holds }],
    [`Timestamp${name}`, { fits: isTimestamp, holds: (value: string, other: string) => holds(Date.parse(value), Date.parse(other)) }],
  ])),
  BooleanEquals: { fits: isFlag, holds: (value: boolean, other: boolean) => value === other },
  StringMatches: { fits: isText, holds: (value: string, pattern: string) => patternOf(pattern).test(value) },
};

/** Questions about the kind of a value; the answer is compared with true or false. */
const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null, IsNumeric: isNumber, IsString: isText, IsBoolean: isFlag, IsTimestamp: isTimestamp, IsPresent: (value) => value !== undefined,
};

/** Whether a rule holds. @throws StateFailure when it looks at something that is not there */
export function holds(rule: ChoiceRule, data: unknown, context: unknown): boolean {
  if (rule.And !== undefined) return rule.And.every((part) => holds(part, data, context));
  if (rule.Or !== undefined) return rule.Or.some((part) => holds(part, data, context));
  if (rule.Not !== undefined) return !holds(rule.Not, data, context);
  const [name = ''] = comparisonsIn(rule);
  const at = (path: unknown): unknown => {
    const found = find(String(path), data, context);
    if (found === undefined && name !== 'IsPresent') throw new StateFailure('States.Runtime', `Invalid path '${String(path)}': The choice state's condition path references an invalid value.`);
    return found;
  };
  const value = at(rule.Variable);
  const kind = KINDS[name];
  if (kind !== undefined) return kind(value) === rule[name];
  const other = name.endsWith('Path') ? at(rule[name]) : rule[name];
  const { fits, holds: compare } = COMPARISONS[name.replace(/Path$/, '')] as Comparison;
  return fits(value) && fits(other) && compare(value as never, other as never);
}

/** What is wrong with a rule, or unknown in it. */
export function ruleProblems(rule: ChoiceRule, where: string): readonly string[] {
  const nested = [...(rule.And ?? []), ...(rule.Or ?? []), ...(rule.Not === undefined ? [] : [rule.Not])];
  const joined = ['And', 'Or', 'Not'].filter((name) => rule[name] !== undefined);
  const others = Object.keys(rule).filter((key) => !['Next', 'Comment', 'Variable', 'And', 'Or', 'Not'].includes(key));
  const unknown = others.filter((name) => KINDS[name] === undefined && COMPARISONS[name.replace(/Path$/, '')] === undefined || name === 'StringMatchesPath');
  if (unknown.length > 0) return [`${unknown.join(', ')} in a choice of ${where}`];
  if (joined.length + others.length !== 1) return [`a choice of ${where} with ${joined.length + others.length} comparisons instead of one`];
  if (joined.length === 1) return [...nested.flatMap((part) => ruleProblems(part, where)), ...nested.filter(({ Next }) => Next !== undefined).map(() => `Next inside ${joined[0]} of ${where}`)];
  const [name = ''] = others;
  return [
    ...(isPath(rule.Variable) ? [] : [`the path ${JSON.stringify(rule.Variable)} in a choice of ${where}`]),
    ...(fitsComparison(name, rule[name]) ? [] : [`${name} ${JSON.stringify(rule[name])} in a choice of ${where}`]),
  ];
}

function fitsComparison(name: string, value: unknown): boolean {
  if (KINDS[name] !== undefined) return isFlag(value);
  return name.endsWith('Path') ? isPath(value) : COMPARISONS[name]?.fits(value) === true;
}

const comparisonsIn = (rule: ChoiceRule): readonly string[] => Object.keys(rule).filter((key) => key !== 'Next' && key !== 'Comment' && key !== 'Variable');

/** `*` stands for anything; `\*` and `\\` for themselves. */
function patternOf(pattern: string): RegExp {
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
  return new RegExp(`^${parts.map((part) => (part === '*' ? '.*' : (/^\\[*\\]$/.test(part) ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('')}$`, 's');
}
