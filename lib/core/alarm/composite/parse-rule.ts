import { accepted, rejected, type Checked } from '../../checked';
import type { StateValue } from '../alarm-state';
import { childrenOf, elementsIn, type Rule } from './rule';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const LONGEST = 10_240;
const MOST_CHILDREN = 100;
const MOST_ELEMENTS = 500;

/**
 * Reads the rule of a composite alarm: ALARM, OK and INSUFFICIENT_DATA of a name or an ARN, with or without double quotes; TRUE,
 * FALSE; AND, OR, NOT; parentheses. From loose to tight: OR, AND, NOT. CloudWatch does not publish the first two; in a
 * rule with parentheses it makes no difference.
 */
export function parseRule(source: string): Checked<Rule> {
  if (source.length > LONGEST) return rejected({ path: '', message: `must have at most ${LONGEST} characters, got ${source.length}` });
  try {
    const rule = new Parser(source).whole();
    const [children, elements] = [childrenOf(rule).length, elementsIn(rule)];
    if (children > MOST_CHILDREN) return rejected({ path: '', message: `must name at most ${MOST_CHILDREN} alarms, got ${children}` });
    return elements > MOST_ELEMENTS ? rejected({ path: '', message: `must have at most ${MOST_ELEMENTS} elements, got ${elements}` }) : accepted(rule);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return rejected({ path: '', message: problem.message });
    throw problem;
  }
}

/** Leaves the descent at the first thing that does not fit; it never leaves this file. */
class SyntaxProblem extends Error {}

const STATES: readonly StateValue[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

class Parser {
  private at = 0;

  constructor(private readonly source: string) {}

  whole(): Rule {
    const rule = this.either();
    return this.word() === undefined ? rule : this.unexpected('AND, OR or the end');
  }

  private either(): Rule {
    let left = this.both();
    while (this.takes('OR')) left = { kind: 'or', left, right: this.both() };
    return left;
  }

  private both(): Rule {
    let left = this.not();
    while (this.takes('AND')) left = { kind: 'and', left, right: this.not() };
    return left;
  }

  private not(): Rule {
    return this.takes('NOT') ? { kind: 'not', of: this.not() } : this.single();
  }

  private single(): Rule {
    if (this.takes('TRUE')) return { kind: 'constant', value: true };
    if (this.takes('FALSE')) return { kind: 'constant', value: false };
    const state = STATES.find((one) => this.takes(one));
    if (state !== undefined) return { kind: 'state', state, alarm: this.name() };
    if (!this.takes('(')) return this.unexpected('ALARM, OK, INSUFFICIENT_DATA, TRUE, FALSE, NOT or (');
    const inside = this.either();
    return this.takes(')') ? inside : this.unexpected(')');
  }

  /** `("a name")`, `(a-name)`: without quotes a name ends at the parenthesis. */
  private name(): string {
    const found = /\s*\(\s*(?:"([^"]+)"|([^"()]+?))\s*\)/y;
    found.lastIndex = this.at;
    const match = found.exec(this.source);
    if (match === null) return this.unexpected('the name of an alarm in parentheses');
    this.at = found.lastIndex;
    return match[1] ?? match[2] ?? '';
  }

  private takes(word: string): boolean {
    if (this.word() !== word) return false;
    this.at = this.source.indexOf(word, this.at) + word.length;
    return true;
  }

  /** The next word or sign; nothing at the end. */
  private word(): string | undefined {
    return /^\s*(\w+|\S)/.exec(this.source.slice(this.at))?.[1];
  }

  private unexpected(wanted: string): never {
    const found = this.word();
    throw new SyntaxProblem(`must have ${wanted} at character ${found === undefined ? this.source.length + 1 : this.source.indexOf(found, this.at) + 1}, got ${found === undefined ? 'the end' : `"${found}"`}`);
  }
}
