import fc from 'fast-check';
import { filterPattern } from '../../../lib/region/logs/filter-pattern';

const matches = (pattern: string, message: string): boolean => filterPattern(pattern).matches(message);

describe('a pattern of terms', () => {
  test.each([
    ['', 'anything', true], ['ERROR', '[ERROR] A fatal exception', true], ['ERROR', 'Exiting with ERRORCODE: -1', true], ['ERROR', 'error', false],
    ['ERROR Exception', '[ERROR] Caught IllegalArgumentException', true], ['ERROR Exception', '[ERROR] nothing', false],
    ['"Failed to process"', 'Failed to process the request', true], ['"Failed to process"', 'process Failed to', false], ['"say \\"hi\\""', 'they say "hi"', true],
    ['ERROR -Exiting', 'ERROR Exiting', false], ['ERROR -Exiting', 'ERROR going on', true], ['ERROR -"not me"', 'ERROR not me', false],
    ['?ERROR ?WARN', 'WARN message', true], ['?ERROR ?WARN', 'INFO message', false], ['?"a b" ?c', 'x a b', true],
  ])('%p on %p is %p', (pattern, message, expected) => {
    expect(matches(pattern, message)).toBe(expected);
  });

  test.each([
    ['?ERROR WARN', '? cannot be combined with other terms'], ['ERROR: x', 'ERROR: must stand in double quotes'], ['"open', '"open is no term'],
    ['%ERROR%', 'does not know regular expressions'], ['[ip, user]', 'does not know space-delimited patterns'], ['x'.repeat(1025), 'more than 1024 characters'],
  ])('%p is refused', (pattern, message) => {
    expect(() => filterPattern(pattern)).toThrow(message);
  });

  test('any phrase finds itself, wherever it stands', () => {
    fc.assert(fc.property(fc.stringMatching(/^[^%\s"\\][^%"\\]*$/), fc.string(), fc.string(), (phrase, before, behind) => {
      fc.pre(phrase.length < 500);
      expect(matches(`"${phrase}"`, `${before}${phrase}${behind}`)).toBe(true);
    }), { seed: 7 });
  });
});

describe('a JSON pattern', () => {
  const event = {
    eventType: 'UpdateTrail', address: '111.111.111.111', keys: ['value', 'another value'], objects: [{ name: 'a', id: 1 }, { name: 'b', id: 2 }],
    nothing: null, on: true, off: false, latency: 512.5, code: 400, spelled: '400', 'first-name': 'Eva', user: { id: 1, email: 'John.Stiles@example.com' }, actions: ['GET', 'PUT', 'DELETE'], matrix: [[0, 1, 2], [4, 5, 6]],
  };
  test.each([
    ['{ $.eventType = "UpdateTrail" }', true], ['{ $.eventType = UpdateTrail }', true], ['{$.eventType=UpdateTrail}', true], ['{ $.eventType = "updateTrail" }', false],
    ['{ $.eventType = *Trail }', true], ['{ $.eventType = "Update*" }', true], ['{ $.eventType = *date* }', true], ['{ $.eventType = Up*il }', false], ['{ $.eventType = * }', true], ['{ $.latency = * }', true],
    ['{ $.address != 123.123.* }', true], ['{ $.address != 111.* }', false], ['{ $.gone != "x" }', false], ['{ $.gone = * }', false],
    ['{ $.keys[0] = "value" }', true], ['{ $.objects[1].id = 2 }', true], ['{ $.objects[5].id = 2 }', false], ['{ $.matrix[1][0] = 4 }', true], ['{ $.first-name = Eva }', true],
    ['{ $.keys = 1 }', false], ['{ $.keys != 1 }', false], ['{ $.user != 1 }', false],
    ['{ $.nothing IS NULL }', true], ['{ $.gone IS NULL }', false], ['{ $.on IS TRUE }', true], ['{ $.on IS FALSE }', false], ['{ $.off IS FALSE }', true],
    ['{ $.gone NOT EXISTS }', true], ['{ $.nothing NOT EXISTS }', false],
    ['{ $.latency >= 500 }', true], ['{ $.latency < 5.2e2 }', true], ['{ $.latency > +1000 }', false], ['{ $.latency <= -1 }', false], ['{ $.code = 400 }', true], ['{ $.code = 400.0 }', true], ['{ $.code != 500 }', true], ['{ $.spelled = 400 }', true], ['{ $.spelled > 1 }', false], ['{ $.code = "400" }', true],
    ['{ ($.user.id = 1) && ($.keys[0] = "value") }', true],
    ['{ ($.user.id = 2 && $.keys[0] = "nonmatch") || $.actions[2] = "GET" }', false],
    ['{ $.user.email = "John.Stiles@example.com" || $.matrix[0][1] = nonmatch && $.actions[2] = nomatch }', true],
    ['{ ($.user.email = "John.Stiles@example.com" || $.matrix[0][1] = nonmatch) && $.actions[2] = nomatch }', false],
  ])('%s is %p', (pattern, expected) => {
    expect(matches(pattern, JSON.stringify(event))).toBe(expected);
  });

  test('what is no JSON object does not match', () => {
    expect(['text', '5', 'null', '{', ''].map((message) => matches('{ $.a NOT EXISTS }', message))).toEqual([false, false, false, false, false]);
  });

  test.each([
    ['{ $.a }', 'Invalid metric filter pattern'], ['{ $.a = }', 'Invalid metric filter pattern'], ['{ $.a = 1', 'it ends too early'], ['{ $.a = 1 } x', 'comes after the end'], ['{ ($.a = 1 }', ') is expected, got }'],
    ['{ $.a == 1 }', 'Invalid metric filter pattern'], ['{ $.a > "x" }', 'takes a number, got x'], ['{ $.a IS NOT NULL }', 'IS NOT'], ['{ $.a NOT NULL }', 'NOT NULL'], ['{ $.a = true }', 'use IS TRUE'], ['{ $.a = null }', 'use IS NULL'],
    ['{ a = 1 }', 'a is no selector'], ['{ $.a[*] = 1 }', 'is no selector that the region knows'], ['{ $.a.* = 1 }', 'is no selector'], ['{ $ = 1 }', 'is no selector'], ['{ $.a = %x% }', 'regular expressions'], ['{}', 'is no selector'],
  ])('%p is refused', (pattern, message) => {
    expect(() => filterPattern(pattern)).toThrow(message);
  });

  test('what is equal is not different, and one of them is true of every text and number', () => {
    fc.assert(fc.property(fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer()), fc.stringMatching(/^[a-z]{1,5}$/), (value, wanted) => {
      const message = JSON.stringify({ a: value });
      expect(matches(`{ $.a = "${wanted}" }`, message)).toBe(!matches(`{ $.a != "${wanted}" }`, message));
    }), { seed: 8 });
  });
});
