import { DatabaseError } from 'pg';
import { connectFailure, statementFailure, type DatabaseFailure } from '../../../../services/shared/src/database/failure';
import { retrying } from '../../../../services/shared/src/database/retry';
import { machineTime } from '../../../../services/shared/src/time';

const state = (code: string): DatabaseFailure => statementFailure(Object.assign(new DatabaseError('message', 1, 'error'), { code }));

test.each([
  ['40001', 'again'], ['40P01', 'again'], ['57P01', 'again'], ['08006', 'again'], ['53300', 'unavailable'], ['57P03', 'unavailable'],
  ['25006', 'fault'], ['23505', 'fault'], ['57014', 'overloaded'], ['42501', 'fault'],
])('SQLSTATE %s means: %s', (code, kind) => {
  expect(state(code)).toMatchObject({ kind, sqlstate: code });
});

test('a session that is lost on the way can be tried again, a statement that takes too long cannot, no session at all neither', () => {
  expect(statementFailure(new Error('Connection terminated unexpectedly')))
    .toMatchObject({ kind: 'again', sqlstate: undefined, endsSession: true });
  expect(statementFailure(new Error('Query read timeout'))).toMatchObject({ kind: 'unavailable', endsSession: true });
  expect(connectFailure(new Error('connect ECONNREFUSED'))).toMatchObject({ kind: 'unavailable', endsSession: true });
  expect(state('40001').endsSession).toBe(false);
  expect(state('57P01').endsSession).toBe(true);
});

describe('work', () => {
  const waits: number[] = [];
  const time = { ...machineTime, sleep: async (ms: number) => void waits.push(ms) };
  const failing = (times: number, failure: unknown) => {
    let left = times;
    return jest.fn(async () => {
      left -= 1;
      if (left >= 0) throw failure;
      return 'done';
    });
  };
  beforeEach(() => waits.splice(0));

  test('is repeated after a failure that may heal, with a growing pause', async () => {
    const work = failing(2, state('40001'));
    expect(await retrying(time, work)).toBe('done');
    expect(waits).toEqual([20, 40]);
  });

  test('is given up after the third failure', async () => {
    const work = failing(5, state('40P01'));
    await expect(retrying(time, work)).rejects.toMatchObject({ sqlstate: '40P01' });
    expect(work).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['a fault', state('25006')], ['no session', connectFailure(new Error('refused'))], ['a bug', new TypeError('x is undefined')],
  ])('is not repeated after %s', async (_, failure) => {
    const work = failing(1, failure);
    await expect(retrying(time, work)).rejects.toBe(failure);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
