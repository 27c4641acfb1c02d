import { accepted, rejected, type Checked } from '../../checked';
import type { Expression, Operator } from './expression';
import { tokenise, type Token } from './tokenise';

/**
 * Reads a metric-math expression, or says at which character it stops making sense.
 *
 * CloudWatch does not publish how strongly its operators bind. Assumed is the usual order, from loose to tight: OR, AND,
 * comparison, `+ -`, `* /`, unary minus, `^` (which groups to the right).
 */
export function parseExpression(source: string): Checked<Expression> {
  const tokens = tokenise(source);
  if (!tokens.ok) return tokens;
  try {
    return accepted(new Parser(tokens.value).whole());
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return rejected({ path: '', message: problem.message });
    throw problem;
  }
}

/** Leaves the descent at the first thing that does not fit; it never leaves this file. */
class SyntaxProblem extends Error {}

const levels: readonly Readonly<Record<string, Operator>>[] = [
  { 'OR': 'OR', '||': 'OR' },
  { 'AND': 'AND', '&&': 'AND' },
  { '==': '==', '!=': '!=', '<=': '<=', '>=': '>=', '<': '<', '>': '>' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
];

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.operation(0);
    if (this.peek() !== undefined) throw this.unexpected('an operator or the end');
    return expression;
  }

  /** Operations of one level and all that bind tighter, grouped to the left. */
  private operation(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    let left = this.operation(level + 1);
    for (let operator = this.operatorOf(operators); operator !== undefined; operator = this.operatorOf(operators)) {
      left = { kind: 'operation', operator, left, right: this.operation(level + 1) };
    }
    return left;
  }

  private unary(): Expression {
    return this.takes('-') ? { kind: 'negation', of: this.unary() } : this.power();
  }

  private power(): Expression {
    const left = this.operand();
    return this.takes('^') ? { kind: 'operation', operator: '^', left, right: this.unary() } : left;
  }

  private operand(): Expression {
    const token = this.peek();
    if (token === undefined) throw this.unexpected('a number, an id or a function');
    this.next += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.kind === 'name') return this.named(token.text);
    if (token.text === '[') return { kind: 'array', items: this.listUntil(']') };
    if (token.text !== '(') {
      this.next -= 1;
      throw this.unexpected('a number, an id or a function');
    }
    const inside = this.operation(0);
    if (!this.takes(')')) throw this.unexpected('")"');
    return inside;
  }

  /** Functions are written in capitals, and ids start with a small letter. */
  private named(name: string): Expression {
    if (this.takes('(')) return { kind: 'call', name, args: this.listUntil(')') };
    return /^[a-z]/.test(name) ? { kind: 'reference', id: name } : { kind: 'word', word: name };
  }

  private listUntil(end: ')' | ']'): readonly Expression[] {
    const items: Expression[] = [];
    if (this.takes(end)) return items;
    do items.push(this.operation(0)); while (this.takes(','));
    if (!this.takes(end)) throw this.unexpected(`"," or "${end}"`);
    return items;
  }

  private operatorOf(operators: Readonly<Record<string, Operator>>): Operator | undefined {
    const token = this.peek();
    const operator = token === undefined || token.kind === 'text' || token.kind === 'number' ? undefined : operators[token.text];
    if (operator !== undefined) this.next += 1;
    return operator;
  }

  private takes(sign: string): boolean {
    const token = this.peek();
    const found = token?.kind === 'sign' && token.text === sign;
    if (found) this.next += 1;
    return found;
  }

  private peek(): Token | undefined {
    return this.tokens[this.next];
  }

  private unexpected(wanted: string): SyntaxProblem {
    const token = this.peek();
    const found = token === undefined ? 'the end' : `"${token.text}" at character ${token.at}`;
    return new SyntaxProblem(`must have ${wanted} where it has ${found}`);
  }
}
