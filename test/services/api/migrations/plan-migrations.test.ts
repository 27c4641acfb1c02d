import { checksumOf, type Migration } from '../../../../services/api/src/migrations/migration';
import { planMigrations } from '../../../../services/api/src/migrations/plan-migrations';

const migration = (id: string): Migration => ({ id, sql: `create table ${id.slice(5)} ()` });
const [first, second, third] = [migration('0001-a'), migration('0002-b'), migration('0003-c')] as const;
const applied = (...migrations: readonly Migration[]) => migrations.map((one) => ({ id: one.id, checksum: checksumOf(one) }));

test('what the ledger does not have is run, in the order of numbers', () => {
  expect(planMigrations([third, first, second], applied(first))).toEqual({ kind: 'run', pending: [second, third] });
});

test('nothing is left when all are there', () => {
  expect(planMigrations([first, second], applied(first, second))).toEqual({ kind: 'run', pending: [] });
});

test('an older release finds a newer schema and leaves it', () => {
  expect(planMigrations([first], applied(first, second, third))).toEqual({ kind: 'run', pending: [] });
});

test('a migration that was changed after it was applied is refused', () => {
  expect(planMigrations([{ ...first, sql: 'drop table a' }, second], applied(first))).toEqual({
    kind: 'refuse', because: '0001-a differs from what was applied: restore the file, and put the change into a new migration',
  });
});

test('a migration that comes before one that is applied is refused', () => {
  expect(planMigrations([first, second, third], applied(first, third))).toEqual({
    kind: 'refuse', because: '0002-b comes before 0003-c, which is applied already: give it a later number',
  });
});
