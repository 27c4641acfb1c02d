/** A metric-math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  /** A word in capitals that is no call, such as REPEAT. */
  | { readonly kind: 'word'; readonly word: string }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'reference'; readonly id: string }
  | { readonly kind: 'negation'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^';
export type ComparisonOperator = '==' | '!=' | '<=' | '>=' | '<' | '>';
export type LogicalOperator = 'AND' | 'OR';
export type Operator = ArithmeticOperator | ComparisonOperator | LogicalOperator;
