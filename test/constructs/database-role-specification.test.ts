import { databaseUsers, roleSpecification } from '../../lib/constructs/database-role-specification';

const sessions = { owner: 5, writer: 144, reader: 144, auxiliary: 30, prober: 30 };
const { roles } = roleSpecification('points', sessions);

test('one user owns, one writes, and the others only read', () => {
  const may = (what: string) => Object.entries(roles).filter(([, role]) => role.may === what).map(([name]) => name);
  expect(may('own')).toEqual([databaseUsers.owner]);
  expect(may('write')).toEqual([databaseUsers.writer]);
  expect(may('read')).toEqual([databaseUsers.reader, databaseUsers.auxiliary, databaseUsers.prober]);
});

test('each has the sessions that were planned for it, so that none is counted nowhere', () => {
  const limits = Object.values(roles).map(({ connections }) => connections);
  expect(limits.sort()).toEqual(Object.values(sessions).sort());
});

test('the database gives up a statement of the service before the service does', () => {
  for (const user of [databaseUsers.writer, databaseUsers.reader]) expect(roles[user]?.statementTimeoutSeconds).toBeLessThan(8);
});
