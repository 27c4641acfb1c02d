import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { service } from './support/points-database';

/** Every source file that may hold SQL of ours. */
const sources = [join(service, 'src'), join(service, 'migrations'), join(__dirname, '../../../lambda/database')].flatMap((directory) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|sql)$/.test(name))
    .map((name) => join(directory, name)));

test('no SQL asks the database for the time: it comes from us, as a value', () => {
  const asking = /(?<![.\w])(now\s*\(\s*\)(?!:)|(clock|statement|transaction|current|local)_?timestamp|current_(date|time)\b)/i;
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.filter((file) => asking.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(asking.test('select now()')).toBe(true);
});

test('the service imports nothing of the project that delivers it', () => {
  const outside = /from '(\.\.\/)+(lib|lambda|bin|test)\//;
  expect(sources.filter((file) => file.startsWith(service) && outside.test(readFileSync(file, 'utf8')))).toEqual([]);
});
