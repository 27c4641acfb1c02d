import { invalid, type FilterPattern } from './pattern';
import { isSelector, select } from './selector';

type Test = (event: unknown) => boolean;

const TOKEN = /\s*(?:(\$[^\s=!<>&|(){}"]*)|"((?:[^"\\]|\\.)*)"|(&&|\|\||!=|<=|>=|[=<>(){}])|([^\s=!<>&|(){}"]+))/gy;

type Token = { readonly kind: 'selector' | 'quoted' | 'sign' | 'word'; readonly text: string };

/** `{ $.level = "error" && ($.status >= 500 || $.sqlstate IS NULL) }`. An event that is no JSON, or does not have the field, does not match. */
export function jsonPattern(pattern: string): FilterPattern {
  const tokens = tokensOf(pattern);
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const take = (): Token => tokens[at++] ?? invalid('Invalid metric filter pattern: it ends too early');
  const expect = (text: string): void => {
    const token = take();
    if (token.kind !== 'sign' && token.kind !== 'word' || token.text !== text) invalid(`Invalid metric filter pattern: ${text} is expected, got ${token.text}`);
  };
  const isNext = (text: string): boolean => peek()?.kind === 'sign' && peek()?.text === text;

  const either = (): Test => joined('||', both, (tests) => (event) => tests.some((test) => test(event)));
  const both = (): Test => joined('&&', single, (tests) => (event) => tests.every((test) => test(event)));
  const joined = (sign: string, part: () => Test, join: (tests: readonly Test[]) => Test): Test => {
    const tests = [part()];
    while (isNext(sign)) {
      take();
      tests.push(part());
    }
    return join(tests);
  };
  const single = (): Test => {
    if (!isNext('(')) return comparison();
    take();
    const inner = either();
    expect(')');
    return inner;
  };
  const comparison = (): Test => {
    const selector = take();
    if (selector.kind !== 'selector' || !isSelector(selector.text)) return invalid(`Invalid metric filter pattern: ${selector.text} is no selector that the region knows`);
    return compare(selector.text, take(), take);
  };

  expect('{');
  const test = either();
  expect('}');
  if (at < tokens.length) return invalid(`Invalid metric filter pattern: ${take().text} comes after the end`);
  return { isJson: true, matches: (message) => eventOf(message).some(test) };
}

function compare(selector: string, operator: Token, take: () => Token): Test {
  const word = operator.kind === 'word' ? operator.text : '';
  if (word === 'IS') return isKind(selector, take().text);
  if (word === 'NOT') {
    const { text } = take();
    return text === 'EXISTS' ? (event) => select(selector, event) === undefined : invalid(`Invalid metric filter pattern: NOT ${text}`);
  }
  const value = take();
  if (operator.kind !== 'sign' || (value.kind !== 'quoted' && value.kind !== 'word')) return invalid(`Invalid metric filter pattern: ${selector} ${operator.text} ${value.text}`);
  if (value.kind === 'word' && /^(true|false|null)$/i.test(value.text)) return invalid(`Invalid metric filter pattern: use IS ${value.text.toUpperCase()}`);
  const number = value.kind === 'word' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.text) ? Number(value.text) : undefined;
  const is = equal(value.text, number);
  switch (operator.text) {
    case '=': return (event) => is(select(selector, event));
    // Another value, not the lack of one: a selector that finds none, or a list or an object, makes no match.
    case '!=': return (event) => isValue(select(selector, event)) && !is(select(selector, event));
    case '<': case '>': case '<=': case '>=': {
      if (number === undefined) return invalid(`Invalid metric filter pattern: ${selector} ${operator.text} takes a number, got ${value.text}`);
      return (event) => {
        const found = select(selector, event);
        return typeof found === 'number' && ORDER[operator.text as keyof typeof ORDER](found, number);
      };
    }
    default: return invalid(`Invalid metric filter pattern: ${operator.text} is no operator`);
  }
}

const ORDER = {
  '<': (found: number, limit: number) => found < limit, '>': (found: number, limit: number) => found > limit,
  '<=': (found: number, limit: number) => found <= limit, '>=': (found: number, limit: number) => found >= limit,
};

function isKind(selector: string, kind: string): Test {
  const wanted = { NULL: null, TRUE: true, FALSE: false }[kind];
  if (wanted === undefined) return invalid(`Invalid metric filter pattern: IS ${kind}`);
  return (event) => select(selector, event) === wanted;
}

/** An asterisk at the start or at the end stands for anything; in the middle it stands for itself. */
function equal(text: string, number: number | undefined): (found: unknown) => boolean {
  const [from, to] = [text.startsWith('*'), text.length > 1 && text.endsWith('*')];
  const core = text.slice(from ? 1 : 0, to ? -1 : undefined);
  return (found) => {
    if (typeof found === 'number' && number !== undefined) return found === number;
    if (!isValue(found)) return false;
    const spelled = String(found);
    if (from && to) return spelled.includes(core);
    if (from) return spelled.endsWith(core);
    return to ? spelled.startsWith(core) : spelled === text;
  };
}

const isValue = (found: unknown): found is string | number => typeof found === 'string' || typeof found === 'number';

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let match = TOKEN.exec(pattern); match !== null; match = TOKEN.exec(pattern)) {
    const [, selector, quoted, sign, word] = match;
    if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(.)/g, '$1') });
    else tokens.push(sign !== undefined ? { kind: 'sign', text: sign } : { kind: 'word', text: word ?? '' });
    end = TOKEN.lastIndex;
  }
  return pattern.slice(end).trim() === '' ? tokens : invalid(`Invalid metric filter pattern: ${pattern.slice(end).trim()} cannot be read`);
}

/** The event in a list, or an empty list for a message that is no JSON object. */
function eventOf(message: string): readonly unknown[] {
  try {
    const event: unknown = JSON.parse(message);
    return typeof event === 'object' && event !== null ? [event] : [];
  } catch {
    return [];
  }
}
