import { DatabaseError } from 'pg';
import { connectFailure, statementFailure } from '../../../../services/shared/src/database/failure';
import { unreachedCounter } from '../../../../services/shared/src/http/unreached';

const state = (code: string): DatabaseError => Object.assign(new DatabaseError('message', 1, 'error'), { code });
const away = connectFailure(new Error('connect ECONNREFUSED'));
const MINUTE = 60_000;

/** What is said of the same failure at each of these moments (minutes). */
function saidAt(minutes: readonly number[]): readonly boolean[] {
  const clock = { now: 0 };
  const isUnreached = unreachedCounter({ elapsedMs: () => clock.now });
  return minutes.map((at) => {
    clock.now = at * MINUTE;
    return isUnreached(away);
  });
}

test.each([
  ['a refused connection', away],
  ['a server that starts', connectFailure(state('57P03'))],
  ['a session that a server has ended', statementFailure(state('57P01'))],
  ['a connection that broke', statementFailure(state('08006'))],
  ['a session that is gone', statementFailure(new Error('Connection terminated unexpectedly'))],
  ['no answer at all', statementFailure(new Error('Query read timeout'))],
])('%s is a server that was not there', (_, failure) => {
  expect(unreachedCounter({ elapsedMs: () => 0 })(failure)).toBe(true);
});

test.each([
  ['a role without sessions left', connectFailure(state('53300'))],
  ['a refused password', connectFailure(state('28P01'))],
  ['a statement without time left', statementFailure(state('57014'))],
  ['a write that met a replica', statementFailure(state('25006'))],
  ['a bug', new TypeError('x is undefined')],
  ['no failure', undefined],
])('%s is something else', (_, failure) => {
  expect(unreachedCounter({ elapsedMs: () => 0 })(failure)).toBe(false);
});

test('it is said for three minutes, whatever failed, and no longer while the database stays away', () => {
  expect(saidAt([5, 6, 7.9, 8, 9, 14.9])).toEqual([true, true, true, false, false, false]);
});

test('a database that is away again and again is no failover, until ten minutes are over', () => {
  expect(saidAt([0, 4, 9.9, 10, 12.9, 13])).toEqual([true, false, false, true, true, false]);
});
