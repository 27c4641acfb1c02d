import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const services = join(root, 'services');

/** Every source file that may hold SQL of ours. */
const sources = [services, join(root, 'lambda/database')].flatMap((directory) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|sql)$/.test(name))
    .map((name) => join(directory, name)));

test('no SQL asks the database for the time: it comes from us, as a value', () => {
  const asking = /(?<![.\w])(now\s*\(\s*\)(?!:)|(clock|statement|transaction|current|local)_?timestamp|current_(date|time)\b)/i;
  expect(sources.length).toBeGreaterThan(60);
  expect(sources.filter((file) => asking.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(asking.test('select now()')).toBe(true);
});

test('no service imports anything of the project that delivers it', () => {
  const outside = /from '(\.\.\/)+(lib|lambda|bin|test)\//;
  expect(sources.filter((file) => file.startsWith(services) && outside.test(readFileSync(file, 'utf8')))).toEqual([]);
});
