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
  const queries = (alarm?.Properties['Metrics'] as readonly { Id: string; Expression?: string }[]).map(({ Id: id, Expression }): Query => {
    if (Expression === undefined) return { kind: 'metric', id, returnData: false, metric: { ...aMetric, name: id } };
    const parsed = parseExpression(Expression);
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
    return { kind: 'expression', id, returnData: true, expression: parsed.value };
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

  test('are not known of a minute whose sessions are not published yet, so that a leak does not seem to be over', () => {
    expect(sees(name, { one: [3, 3, '-'], two: [3, 3, '-'], replica1: [100, '-', '-'] })).toEqual([64, '-', '-']);
  });
});
