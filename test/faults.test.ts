import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from '../lib/rehearsal/scenarios';

const catalogue = readFileSync(join(__dirname, 'FAULTS.md'), 'utf8');
const rows = catalogue.split('\n').filter((line) => /^\| \d+ \|/.test(line)).map((line) => {
  const [, number = '', fault = '', outcome = '', proof = ''] = line.split('|').map((cell) => cell.trim());
  return { number: Number(number), fault, outcome, proof };
});

/** Every test that the catalogue names: a file under `test`, and a part of a title in it. */
const named = [...catalogue.replaceAll('\n', ' ').matchAll(/`([\w/.-]+\.test\.ts)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({ file, title }));

test('the catalogue has every fault once, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test('every fault has a proof, a game day, or says that it is open', () => {
  const without = rows.filter(({ outcome, proof }) => !/\.test\.ts` "|scenario `|game day G\d/.test(proof) && !/open: /.test(`${outcome} ${proof}`));
  expect(without).toEqual([]);
});

test('every test that is named is there', () => {
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(({ file, title }) => {
    const path = join(__dirname, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').replaceAll("\\'", "'").includes(title);
  });
  expect(missing).toEqual([]);
});

test('every scenario that is named is there and has a control, and every game day is written', () => {
  for (const [, name = ''] of catalogue.matchAll(/scenario `([a-z-]+)`/g)) {
    expect({ name, control: scenarios.find((scenario) => scenario.name === name)?.control }).toEqual({ name, control: expect.any(String) });
  }
  for (const [, day = ''] of catalogue.matchAll(/game day (G\d)/g)) expect(catalogue).toContain(`**${day}, `);
});
