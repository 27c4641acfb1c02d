import type { Query } from '../../lib/core/alarm/definition';
import { evaluateQueries } from '../../lib/core/alarm/math/evaluate-queries';
import { parseExpression } from '../../lib/core/alarm/math/parse-expression';
import { aMetric, pointsFrom, seriesFrom, type Points, windowOf } from '../core/alarm/points';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType } from './support/template';

const alarms = ofType(synthesize()['production-Api'] as CfnTemplate, 'AWS::CloudWatch::Alarm');

/** What an alarm sees of such minutes; a metric that is not given has none. */
function sees(name: string, given: Readonly<Record<string, Points>>): Points {
  const alarm = alarms.find(({ Properties }) => Properties['AlarmName'] === `production-api-${name}`);
  const queries = (alarm?.Properties['Metrics'] as readonly { Id: string; Expression?: string; ReturnData?: boolean }[]).map(({ Id: id, Expression, ReturnData }): Query => {
    if (Expression === undefined) return { kind: 'metric', id, returnData: false, metric: { ...aMetric, name: id } };
    const parsed = parseExpression(Expression);
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
    return { kind: 'expression', id, returnData: ReturnData !== false, expression: parsed.value };
  });
  const window = windowOf(Object.values(given)[0]?.length ?? 0);
  const value = evaluateQueries(queries, window, ({ name: id }) => seriesFrom(given[id] ?? [], window));
  if (value.kind === 'fault') throw new Error(value.message);
  return pointsFrom(value.series, window);
}

describe('a release that is slower than the other', () => {
  const name = 'slower-than-the-other';
  const blue = { requestsOne: [270, 270], one: [0.1, 0.1] };

  test('is seen while it serves fewer customers, whichever group it is', () => {
    expect(sees(name, { ...blue, requestsTwo: [30, 30], two: [1, 0.4] })).toEqual([1, 0.4]);
    expect(sees(name, { requestsOne: [30], one: [1], requestsTwo: [270], two: [0.1] })).toEqual([1]);
  });

  test('is not a release that is slow because everything is', () => {
    expect(sees(name, { requestsOne: [270], one: [0.8], requestsTwo: [30], two: [1.2] })).toEqual([0]);
  });

  test('is not the one that serves more: it has the work to do', () => {
    expect(sees(name, { requestsOne: [270], one: [1.5], requestsTwo: [30], two: [0.3] })).toEqual([0]);
  });

  test('is nothing to be seen while only one serves', () => {
    expect(sees(name, { requestsOne: [300], one: [2] })).toEqual([0]);
    expect(sees(name, { requestsTwo: [300], two: [2] })).toEqual([0]);
  });
});

describe('answers that were served and not logged', () => {
  const name = 'unlogged-answers';

  test('are a share of what was served, beyond a few that may always be lost', () => {
    expect(sees(name, { one: [270], two: [30], answers: [295] })).toEqual([0]);
    expect(sees(name, { one: [270], two: [30], answers: [270] })).toEqual([100 * 25 / 300]);
  });

  test('are all of them when nothing is logged any more', () => {
    expect(sees(name, { two: [300] })).toEqual([100 * 295 / 300]);
  });

  test('are not known of a minute whose requests are not published yet', () => {
    expect(sees(name, { one: [300, '-'], answers: [300, 120] })).toEqual([-100 * 5 / 300, '-']);
  });
});

describe('sessions that belong to no task', () => {
  const name = 'forgotten-sessions';

  test('are those beyond what the healthy targets of both groups may open', () => {
    expect(sees(name, { one: [3, 3], two: ['-', 3], replica1: [18, 66] })).toEqual([0, 30]);
  });

  test('are not made up by a count of hosts that is late', () => {
    expect(sees(name, { one: [3, '-'], two: [3, '-'], replica1: [36, 36] })).toEqual([0, 0]);
  });

  test('seem to be there for two minutes while tasks start: one in which they were not healthy yet, and one whose hosts are late; the alarm wants three', () => {
    expect(sees(name, { one: [3, 3, '-'], two: ['-', 0, '-'], replica1: [48, 66, 66] })).toEqual([30, 48, 48]);
    expect(sees(name, { one: [3, 3, 3], two: ['-', 0, 3], replica1: [48, 66, 66] })).toEqual([30, 48, 30]);
  });

  test('are not known of a minute whose sessions are not published yet, so that a leak does not seem to be over', () => {
    expect(sees(name, { one: [3, 3, '-'], two: [3, 3, '-'], replica1: [100, '-', '-'] })).toEqual([64, '-', '-']);
  });
});

describe('failures for which no database server was there', () => {
  const name = 'usePoints-server-errors';
  const quiet = [0, 0, 0, 0, 0, 0];
  const there = [100, 100, 100, 100, 100, 100];

  test('are held against nobody when the proxy had no primary either, from the minute before to the minute after', () => {
    const away = { available: [100, 100, 60, 0, 90, 100], errors: quiet };
    expect(sees(name, { ...away, counted: [0, 2, 40, 40, 40, 2] })).toEqual(quiet);
    expect(sees(name, { ...away, available: [100, 100, 60, 100, 100, 100], counted: [0, 9, 40, 9, 9, 0] })).toEqual([0, 0, 0, 0, 0, 9]);
  });

  test('are what any failure is, a minute later, when the proxy had its primary: a build reaches the wrong server, or says so', () => {
    expect(sees(name, { available: there, errors: quiet, counted: [0, 0, 7, 8, 0, 0] })).toEqual([0, 0, 0, 7, 8, 0]);
  });

  test('leave all other failures of such a minute where they are', () => {
    expect(sees(name, { available: [100, 0, 0, 0, 0, 100], errors: [0, 5, '-', 5, 5, 0], counted: [0, 40, 40, 40, 40, 0] })).toEqual([0, 5, 0, 5, 5, 0]);
  });

  test('wait for a proxy that has not spoken yet, and count as soon as it has', () => {
    const failing = { errors: [0, 1, 1, 1], counted: [0, 40, 40, 40] };
    expect(sees(name, { ...failing, available: [100, 100, '-', '-'] })).toEqual([0, 1, 1, 1]);
    expect(sees(name, { ...failing, available: [100, 100, 100, '-'] })).toEqual([0, 1, 41, 1]);
  });

  test('do not hide other failures behind a proxy that never speaks, and count nowhere then: services call them so for three minutes only', () => {
    expect(sees(name, { errors: [0, 3], counted: [0, 40] })).toEqual([0, 3]);
  });

  test('of a minute long ago do not come back with the next customer', () => {
    expect(sees(name, { available: [0, 0, 100, 100, 100, 100], errors: ['-', 0, '-', '-', '-', 0], counted: ['-', 9, '-', '-', '-', 0] })).toEqual(quiet);
  });

  test('are a zero as long as the proxy has not spoken, so that an alarm looks at no older minute instead', () => {
    expect(sees('targets-server-errors', { available: [0, 100, 100, 100, '-', '-'], one: [40, 40, 0, 0, 0, 0] })).toEqual(quiet);
    expect(sees('targets-server-errors', { available: [100, 100, 100, 100, '-', '-'], one: [0, 0, 9, 0, 0, 0] })).toEqual([0, 0, 0, 9, 0, 0]);
  });

  test('are not counted by way of the targets either, which cannot tell failures apart', () => {
    expect(sees('targets-server-errors', { available: [100, 100, 60, 0, 90, 100], one: [0, 2, 40, 40, 40, 2], two: ['-', '-', 9, '-', '-', '-'] })).toEqual(quiet);
    expect(sees('targets-server-errors', { available: there, one: [0, 0, 40, 0, 0, 0], two: ['-', 9, '-', '-', 60, '-'] })).toEqual([0, 0, 9, 40, 0, 60]);
  });
});
