import { dice } from '../../lib/core/chance';
import { unclearIn } from './clear';
import { fuzzPart, parts, type Part } from './everything';
import { fuzz } from './fuzz';
import { mutated } from './mutate';
import { wrong } from './subject';

/** A share of what `npm run soak fuzz` does; those that speak to AWS take longer. */
const TIMES: Readonly<Record<Part, number>> = { AppSpec: 500, 'stage data': 1_000, 'hook events': 60, deployment: 100, database: 100 };

test.each(parts)('whatever is wrong with %s, it ends with one clear error, or an answer', async (part) => {
  const { wrong: found, taken, refused } = await fuzzPart(part, TIMES[part]);
  expect(found.slice(0, 5)).toEqual([]);
  expect([taken > 0, refused > 0]).toEqual([true, true]);
});

test.each([
  [['TypeError: x is not a function'], 'it says: TypeError: x is not a function'], [["production.account must be 12 digits, got [object Object]"], 'it says: production.account must be 12 digits, got [object Object]'],
  [['one\ntwo'], 'it says more than one line: "one\\ntwo"'], [[], 'nothing was said'], [['production.account must be 12 digits, got "undefined"'], undefined],
])('%j is found unclear as it should be', (said, unclear) => expect(unclearIn(said)).toBe(unclear));

test('what is found wrong, or breaks, is told with the seed that repeats it', async () => {
  const once = async (chance: { roll(): number }) => { if (chance.roll() < 0.5) throw new Error('broke'); return wrong('so'); };
  const { wrong: found } = await fuzz({ name: 'a bad reader', once }, 20);
  expect(found.map(({ seed }) => seed)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(await fuzz({ name: 'a bad reader', once }, 1, 7)).toMatchObject({ wrong: [{ seed: 7, why: found[6]?.why.split('\n')[0] === 'so' ? 'so' : expect.stringContaining('it broke: Error: broke') }] });
});

test('the same seed spoils the same way, and most seeds differently', () => {
  const spoilt = (seed: number): string => JSON.stringify(mutated({ a: 1, b: ['x', { c: 'y' }] }, dice(seed)));
  expect(spoilt(1)).toBe(spoilt(1));
  expect(new Set(Array.from({ length: 200 }, (_, seed) => spoilt(seed))).size).toBeGreaterThan(150);
});
