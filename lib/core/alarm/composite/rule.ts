import type { StateValue } from '../alarm-state';

/** What a composite alarm asks of other alarms. */
export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** Whether the named alarm is in that state. The name is a name or an ARN, as it is written. */
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: Rule }
  | { readonly kind: 'and' | 'or'; readonly left: Rule; readonly right: Rule };

/** Whether the rule holds, by the states of the alarms that it names. */
export function holds(rule: Rule, stateOf: (alarm: string) => StateValue): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}

/** The alarms that a rule names, each once, in the order in which they come. */
export function childrenOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return childrenOf(rule.of);
    case 'and':
    case 'or':
      return [...new Set([...childrenOf(rule.left), ...childrenOf(rule.right)])];
  }
}

/** How many functions and constants a rule has, every time that they occur. */
export function elementsIn(rule: Rule): number {
  switch (rule.kind) {
    case 'constant':
    case 'state':
      return 1;
    case 'not':
      return elementsIn(rule.of);
    case 'and':
    case 'or':
      return elementsIn(rule.left) + elementsIn(rule.right);
  }
}

/** The rule as `parseRule` reads it, every operation in parentheses. */
export function spellRule(rule: Rule): string {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? 'TRUE' : 'FALSE';
    case 'state':
      return `${rule.state}("${rule.alarm}")`;
    case 'not':
      return `(NOT ${spellRule(rule.of)})`;
    case 'and':
    case 'or':
      return `(${spellRule(rule.left)} ${rule.kind.toUpperCase()} ${spellRule(rule.right)})`;
  }
}
