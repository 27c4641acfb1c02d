import { databaseUsers, roleSpecification } from '../../lib/constructs/database-role-specification';

const { roles } = roleSpecification('points', 12);

test('one user owns, one writes, and the others only read', () => {
  const may = (what: string) => Object.entries(roles).filter(([, role]) => role.may === what).map(([name]) => name);
  expect(may('own')).toEqual([databaseUsers.owner]);
  expect(may('write')).toEqual([databaseUsers.writer]);
  expect(may('read')).toEqual([databaseUsers.reader, databaseUsers.auxiliary, databaseUsers.prober]);
});

test('a hook has a connection for each of its lanes', () => {
  expect(roles[databaseUsers.prober]?.connections).toBeGreaterThanOrEqual(24);
});

test('the database gives up a statement of the service before the service does', () => {
  for (const user of [databaseUsers.writer, databaseUsers.reader]) expect(roles[user]?.statementTimeoutSeconds).toBeLessThan(8);
});
