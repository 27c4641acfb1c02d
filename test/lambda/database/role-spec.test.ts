import { readRoleSpec } from '../../../lambda/database/role-spec';
import { spell } from '../../../lib/core/checked';
import { roleSpec, roleSpecText } from '../../services/support/role-spec';

const problems = (value: unknown): readonly string[] => {
  const read = readRoleSpec(value);
  return read.ok ? [] : read.problems.map(spell);
};
const role = { may: 'read', connections: 1, statementTimeoutSeconds: 1 };

test('the property of the template becomes a spec', () => {
  expect(readRoleSpec(roleSpecText)).toEqual({ ok: true, value: roleSpec });
});

test.each([null, undefined, [], '', 0, 'points'])('%j is no spec', (value) => {
  expect(problems(value)[0]).toMatch(/^Roles must be an object, got /);
});

const owner = { ...role, may: 'own' };
const writer = { ...role, may: 'write' };

test.each([
  ['a right that does not exist', { o: owner, a: { ...role, may: 'append' } }, '.a.may must be one of read, write, own, got "append"'],
  ['no owner', { r: role }, ' must hold exactly one role that may own'],
  ['a name that would need quotes', { o: owner, 'a"b': role }, '.a"b must be a name of small letters, digits and underscores'],
  ['no sessions', { o: { ...owner, connections: 0 } }, '.o.connections must be a whole number from 1 to 5000, got 0'],
  ['a misspelt setting', { o: { ...owner, conections: 2 } },
    '.o.conections is not a setting here: remove it, or use one of connections, may, statementTimeoutSeconds'],
])('a spec with %s is refused with the place', (_, roles, message) => {
  const all = { w: writer, ...roles };
  expect(problems(JSON.stringify({ schema: 'points', heartbeat: 'w', roles: all }))).toEqual([`Roles.roles${message}`]);
});

test.each([[undefined, 'a name of small letters, digits and underscores, got nothing'], ['o', 'a role that may write, got "o"'], ['x', 'a role that may write, got "x"']])(
  'a heartbeat by %s is refused', (heartbeat, message) => {
    expect(problems(JSON.stringify({ schema: 'points', heartbeat, roles: { o: owner, w: writer } }))).toEqual([`Roles.heartbeat must be ${message}`]);
  },
);
