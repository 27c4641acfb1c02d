import { minutes } from '../../lib/core/units';
import { disagreements } from '../../lib/rehearsal/expectation';
import type { Result } from '../../lib/rehearsal/result';
import type { Expectation, Scenario, Sign } from '../../lib/rehearsal/scenario';
import { scenarioNamed, scenarios, tour } from '../../lib/rehearsal/scenarios';
import { promoted, rolledBack } from './a-result';

const healthy = scenarioNamed('healthy') as Scenario;
const alarms = scenarioNamed('outage-alarms') as Scenario;
const outage = scenarioNamed('outage') as Scenario;
const wrong = scenarioNamed('wrong-database-unguarded') as Scenario;

const promotedUnharmed: Expectation = { outcome: 'promoted', stoppedBy: undefined, harmed: { kind: 'none' }, missingWrites: 'none' };

test('a good release that nobody notices is as expected', () => {
  expect(disagreements(healthy, promoted)).toEqual([]);
});

test.each<[string, Partial<Result>, RegExp]>([
  ['a lost request', { requests: { ...promoted.requests, lost: 1 } }, /1 requests were lost/],
  ['a missing write', { writes: { ...promoted.writes, missing: 1 } }, /1 acknowledged writes are not on the primary/],
  ['a doubled write', { writes: { ...promoted.writes, duplicated: 2 } }, /2 writes are on the primary more than once/],
  ['a harmed customer', { harmed: { total: 1, byOperation: { getBalance: 1 } } }, /1 customers were harmed/],
  ['traffic that stays behind', { traffic: [{ atSeconds: 60, green: 10 }] }, /share of traffic at the end is 10, expected 100/],
  ['another outcome', { outcome: 'rolled-back' }, /outcome is rolled-back, expected promoted/],
  ['a call that its role may not make', { refused: ['User: x is not authorized to perform: sqs:SendMessage'] }, /refused: User: x is not authorized to perform: sqs:SendMessage/],
  ['somebody who stopped it', { stoppedBy: { kind: 'alarm', name: 'errors' } }, /stopped by is alarm, expected nobody/],
])('a good release with %s is not', (_, change, said) => {
  expect(disagreements(healthy, { ...promoted, ...change })).toContainEqual(expect.stringMatching(said));
});

test('a bad build that alarms take back has to show its harm, and only in its own operation', () => {
  expect(disagreements(alarms, rolledBack)).toEqual([]);
  expect(disagreements(alarms, { ...rolledBack, harmed: { total: 0, byOperation: {} } })).toContainEqual(expect.stringContaining('nobody was harmed'));
  expect(disagreements(alarms, { ...rolledBack, harmed: { total: 2, byOperation: { usePoints: 1, getBalance: 1 } } })).toContainEqual(expect.stringContaining('getBalance failed too'));
  expect(disagreements(alarms, { ...rolledBack, traffic: rolledBack.traffic.slice(0, 2) })).toContainEqual(expect.stringContaining('expected 0'));
});

test('a refused release has had no customer', () => {
  const refused: Result = { ...promoted, outcome: 'refused', stoppedBy: { kind: 'hook', name: 'AfterAllowTestTraffic' }, traffic: [] };
  expect(disagreements(outage, refused)).toEqual([]);
  expect(disagreements(outage, { ...refused, traffic: [{ atSeconds: 1, green: 10 }] })).toContainEqual(expect.stringContaining('customers reached the release'));
});

test('a control whose harm does not appear is not as expected either', () => {
  expect(disagreements(wrong, promoted)).toContainEqual(expect.stringContaining('expected some to be missing'));
});

test('a good release leaves the customers of the one before in peace', () => {
  expect(disagreements(healthy, { ...promoted, requests: { ...promoted.requests, failed: 2 } })).toEqual(['2 requests to the release before failed, expected none']);
});

test.each<[Sign, Partial<Result>, Partial<Result>]>([
  [{ kind: 'slow-answers', percent: 30 }, { answers: { total: 90, slow: 27, unlogged: 0 } }, { answers: { total: 90, slow: 26, unlogged: 0 } }],
  [{ kind: 'slow-answers', percent: 30 }, { answers: { total: 1, slow: 1, unlogged: 0 } }, { answers: { total: 0, slow: 0, unlogged: 0 } }],
  [{ kind: 'unlogged-answers' }, { answers: { total: 90, slow: 0, unlogged: 1 } }, {}],
  [{ kind: 'sessions-refused' }, { sessions: { held: 10, refused: 1 } }, { sessions: { held: 10, refused: 0 } }],
  [{ kind: 'sessions-refused' }, { sessions: { held: 10, refused: 1 } }, { sessions: null }],
  [{ kind: 'others-harmed' }, { requests: { ...promoted.requests, failed: 3 }, harmed: { total: 2, byOperation: {} } }, { requests: { ...promoted.requests, failed: 2 }, harmed: { total: 2, byOperation: {} } }],
  [{ kind: 'alarm-raised', alarm: 'leak' }, { alarms: [{ name: 'production-api-leak', atSeconds: 1 }] }, { alarms: [{ name: 'production-api-leakage', atSeconds: 1 }] }],
  [{ kind: 'stopped-within', time: minutes(20) }, { seconds: { ...promoted.seconds, toStop: 1_200 } }, { seconds: { ...promoted.seconds, toStop: 1_201 } }],
  [{ kind: 'stopped-within', time: minutes(20) }, { seconds: { ...promoted.seconds, toStop: 1 } }, {}],
  [{ kind: 'stopped-after', time: minutes(55) }, { seconds: { ...promoted.seconds, toStop: 3_300 } }, { seconds: { ...promoted.seconds, toStop: 3_299 } }],
])('the sign %j is missed when it is not there', (sign, there, missing) => {
  const expected: Expectation = { ...promotedUnharmed, harmed: { kind: 'any' }, signs: [sign] };
  expect(disagreements({ expected }, { ...promoted, ...there })).toEqual([]);
  expect(disagreements({ expected }, { ...promoted, ...missing })).toHaveLength(1);
});

test('a release that was stopped for another reason than it should be is no proof', () => {
  const expected: Expectation = { ...promotedUnharmed, stoppedBy: 'preflight', signs: [{ kind: 'because', text: 'never recorded' }] };
  expect(disagreements({ expected }, { ...promoted, stoppedBy: { kind: 'preflight', name: 'r2 was never recorded' } })).toEqual([]);
  expect(disagreements({ expected }, { ...promoted, stoppedBy: { kind: 'preflight', name: 'an alarm is red' } })).toEqual([expect.stringMatching(/an alarm is red.*never recorded/)]);
});

test('every scenario names a control that exists, and every control shows harm', () => {
  for (const { name, control } of scenarios.filter((scenario) => scenario.control !== undefined)) {
    const found = scenarioNamed(control ?? '');
    expect({ name, found: found?.name }).toEqual({ name, found: control });
    const { outcome, harmed, missingWrites, signs = [] } = found?.expected ?? promotedUnharmed;
    // A good release that is taken back is harm too.
    const isHarm = harmed.kind !== 'none' || missingWrites === 'some' || signs.length > 0 || (found?.offer.kind === 'assembled' && outcome !== 'promoted');
    expect({ name, shows: isHarm }).toEqual({ name, shows: true });
  }
});

test('the tour shows a good release and the same bad one three times', () => {
  expect(tour.map((name) => scenarioNamed(name)?.offer.kind)).toEqual(['assembled', 'faulty-build', 'faulty-build', 'faulty-build']);
});

describe('the release of another tier at the same moment', () => {
  const scenario = scenarioNamed('auxiliary-outage') as Scenario;
  const beside: NonNullable<Result['beside']> = {
    tier: 'auxiliary', release: 'late-ranking-1', outcome: 'rolled-back', stoppedBy: { kind: 'alarm', name: 'getRanking' },
    requests: { sent: 90, succeeded: 80, failed: 10, lost: 0 }, harmed: { total: 10, byOperation: { getRanking: 10 } },
    work: { requested: 20, missing: 0 }, deployment: { id: 'd-1', status: 'Stopped' }, rollback: { id: 'd-2', status: 'Succeeded' },
  };

  test('is as expected when it ended as it should, and its own customers alone were harmed', () => {
    expect(disagreements(scenario, { ...promoted, beside })).toEqual([]);
  });

  test.each<[string, Partial<typeof beside>, RegExp]>([
    ['is promoted', { outcome: 'promoted', stoppedBy: null }, /auxiliary: outcome is promoted, expected rolled-back/],
    ['loses a request', { requests: { ...beside.requests, lost: 1 } }, /auxiliary: 1 requests were lost/],
    ['leaves work undone', { work: { requested: 20, missing: 3 } }, /auxiliary: 3 of 20 works were not done/],
    ['fails otherwise', { harmed: { total: 1, byOperation: { getStatistics: 1 } } }, /auxiliary: getStatistics failed too/],
  ])('is not when it %s', (_, change, said) => {
    expect(disagreements(scenario, { ...promoted, beside: { ...beside, ...change } })).toContainEqual(expect.stringMatching(said));
  });

  test('is not when there was none', () => {
    expect(disagreements(scenario, promoted)).toEqual(['nothing was offered to the tier auxiliary']);
  });
});
