import fc from 'fast-check';
import type { Expression } from '../../../lib/core/alarm/math/expression';
import { parseExpression } from '../../../lib/core/alarm/math/parse-expression';

test.each([
  ['', 'must have a number, an id or a function where it has the end'],
  ['m1 +', 'must have a number, an id or a function where it has the end'],
  ['m1 m2', 'must have an operator or the end where it has "m2" at character 4'],
  ['m1  "text"', 'must have an operator or the end where it has "text" at character 5'],
  ['(m1', 'must have ")" where it has the end'],
  ['[m1 m2]', 'must have "," or "]" where it has "m2" at character 5'],
  ['SUM(m1', 'must have "," or ")" where it has the end'],
  ['m1 + * m2', 'must have a number, an id or a function where it has "*" at character 6'],
  ['+m1', 'must have a number, an id or a function where it has "+" at character 1'],
  ['m1 % 2', 'has "%" at character 4, which is not part of metric math'],
  ['m1 = 2', 'has "=" at character 4, which is not part of metric math'],
  ['METRICS("open)', 'has """ at character 9, which is not part of metric math'],
  ['!m1', 'has "!" at character 1, which is not part of metric math'],
  ['m1 > 3)', 'must have an operator or the end where it has ")" at character 7'],
])('"%s" %s', (source, message) => {
  expect(parseExpression(source)).toEqual({ ok: false, problems: [{ path: '', message }] });
});

/** Every operation in parentheses, so that any grouping can be read off. */
function spell(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'text':
      return `"${expression.text}"`;
    case 'word':
      return expression.word;
    case 'reference':
      return expression.id;
    case 'negation':
      return `(-${spell(expression.of)})`;
    case 'operation':
      return `(${spell(expression.left)} ${expression.operator} ${spell(expression.right)})`;
    case 'array':
      return `[${expression.items.map(spell).join(', ')}]`;
    case 'call':
      return `${expression.name}(${expression.args.map(spell).join(', ')})`;
  }
}

const grouped = (source: string): string => {
  const parsed = parseExpression(source);
  return parsed.ok ? spell(parsed.value) : parsed.problems.map(({ message }) => message).join();
};

test.each([
  ['a+b*c^d', '(a + (b * (c ^ d)))'],
  ['a-b-c', '((a - b) - c)'],
  ['a^b^c', '(a ^ (b ^ c))'],
  ['-a^b', '(-(a ^ b))'],
  ['a^-b', '(a ^ (-b))'],
  ['- -a', '(-(-a))'],
  ['a > 1 AND b < 2 OR c == 3', '(((a > 1) AND (b < 2)) OR (c == 3))'],
  ['FILL( m1 , REPEAT )', 'FILL(m1, REPEAT)'],
  ['IF(m1>.5,[m1,m2],1.25)', 'IF((m1 > 0.5), [m1, m2], 1.25)'],
  ['METRICS()', 'METRICS()'],
])('%s groups as %s', (source, expected) => expect(grouped(source)).toBe(expected));

const leaf = fc.constantFrom<Expression>({ kind: 'number', value: 2 }, { kind: 'number', value: 0.5 }, { kind: 'reference', id: 'm1' });
const { anyExpression } = fc.letrec<{ anyExpression: Expression }>((tie) => ({
  anyExpression: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf,
    fc.record({ kind: fc.constant('negation' as const), of: tie('anyExpression') }),
    fc.record({
      kind: fc.constant('operation' as const),
      operator: fc.constantFrom('+', '-', '*', '/', '^', '==', '!=', '<=', '>=', '<', '>', 'AND', 'OR'),
      left: tie('anyExpression'),
      right: tie('anyExpression'),
    }),
    fc.record({ kind: fc.constant('array' as const), items: fc.array(tie('anyExpression'), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('SUM', 'IF'),
      args: fc.array(tie('anyExpression'), { maxLength: 3 }),
    })),
}));

test('whatever is spelt out is read back as it was', () => {
  fc.assert(fc.property(anyExpression, (expression) => {
    expect(parseExpression(spell(expression))).toEqual({ ok: true, value: expression });
  }), { seed: 4, numRuns: 1_000 });
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'m1SUM([,])+-*/^<>=!&|"\' .AND') }), (source) => {
    expect(typeof parseExpression(source).ok).toBe('boolean');
  }), { seed: 5, numRuns: 2_000 });
});
