import type { AlarmDefinition } from '../../../lib/core/alarm/definition';
import type { DataPoint } from '../../../lib/core/alarm/missing-data';
import { stateReason } from '../../../lib/core/alarm/state-reason';
import { instant } from '../../../lib/core/units';
import { anAlarm } from './points';

const point = (value: number, time: string, breaching: boolean): DataPoint => ({ at: instant(Date.parse(`${time}Z`)), value, breaching });
const alarm = (n: number, m: number | undefined, different: Partial<AlarmDefinition> = {}): AlarmDefinition =>
  anAlarm({ evaluationPeriods: n, datapointsToAlarm: m, ...different });

describe('sentences from published alarm histories', () => {
  test('one breaching data point, with DatapointsToAlarm given', () => {
    const counted = [point(1051, '2024-07-16T13:13', true)];
    expect(stateReason(alarm(1, 1, { threshold: 12 }), 'ALARM', { decision: 'ALARM', counted, filled: 0 })).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [1051.0 (16/07/24 13:13:00)] was greater than the threshold (12.0) '
      + '(minimum 1 datapoint for OK -> ALARM transition).');
  });

  test('one breaching data point, without it', () => {
    const counted = [point(1, '2026-08-09T01:36', true)];
    const definition = alarm(1, undefined, { threshold: 1, comparison: 'GreaterThanOrEqualToThreshold' });
    expect(stateReason(definition, 'ALARM', { decision: 'ALARM', counted, filled: 0 })).toBe(
      'Threshold Crossed: 1 datapoint [1.0 (09/08/26 01:36:00)] was greater than or equal to the threshold (1.0).');
  });

  test('three good data points out of five bring it back, and only they are listed', () => {
    const counted = [
      point(0, '2021-12-21T06:45', false), point(0, '2021-12-21T06:44', false), point(1, '2021-12-21T06:43', true),
      point(0, '2021-12-21T06:42', false), point(1, '2021-12-21T06:41', true),
    ];
    expect(stateReason(alarm(5, 3), 'OK', { decision: 'OK', counted, filled: 0 })).toBe(
      'Threshold Crossed: 3 out of the last 5 datapoints [0.0 (21/12/21 06:45:00), 0.0 (21/12/21 06:44:00), 0.0 (21/12/21 06:42:00)] '
      + 'were not greater than the threshold (0.0) (minimum 3 datapoints for ALARM -> OK transition).');
  });

  test('one breaching data point among missing ones that count as good', () => {
    const counted = [point(613, '2024-03-16T12:15', true)];
    const definition = alarm(20, 1, { threshold: 1, comparison: 'GreaterThanOrEqualToThreshold', treatMissingData: 'notBreaching' });
    expect(stateReason(definition, 'ALARM', { decision: 'ALARM', counted, filled: 19 })).toBe(
      'Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)] was greater than or equal to the threshold (1.0) '
      + 'and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).');
  });

  test('one good data point among missing ones that count as breaching', () => {
    const counted = [point(2, '2026-08-19T09:36', false)];
    const definition = alarm(8, undefined, { comparison: 'LessThanOrEqualToThreshold', treatMissingData: 'breaching' });
    expect(stateReason(definition, 'OK', { decision: 'OK', counted, filled: 7 })).toBe(
      'Threshold Crossed: 1 datapoint [2.0 (19/08/26 09:36:00)] was not less than or equal to the threshold (0.0) '
      + 'and 7 missing datapoints were treated as [Breaching].');
  });

  test.each([
    [1, 'OK', 'notBreaching', 'received for 1 period and 1 missing datapoint was treated as [NonBreaching].'],
    [3, 'ALARM', 'breaching', 'received for 3 periods and 3 missing datapoints were treated as [Breaching].'],
  ] as const)('no data at all for %d periods is %s', (n, state, treatMissingData, sentence) => {
    expect(stateReason(alarm(n, undefined, { treatMissingData }), state, { decision: state, counted: [], filled: n })).toBe(
      `Threshold Crossed: no datapoints were ${sentence}`);
  });

  test('a good data point that the missing ones outvoted', () => {
    const counted = [point(0, '2026-09-05T10:00', false)];
    expect(stateReason(alarm(3, 2, { treatMissingData: 'breaching' }), 'ALARM', { decision: 'ALARM', counted, filled: 2 })).toBe(
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].');
  });

  test.each([
    [1, 'Insufficient Data: 1 datapoint was unknown.'],
    [5, 'Insufficient Data: 5 datapoints were unknown.'],
  ])('%d unknown', (n, sentence) => {
    const nothing = { decision: 'INSUFFICIENT_DATA', counted: [], filled: n } as const;
    expect(stateReason(alarm(n, undefined), 'INSUFFICIENT_DATA', nothing)).toBe(sentence);
  });
});

test('missing data that was left out of account is not spoken of', () => {
  const counted = [point(0, '2021-10-04T21:42', false)];
  expect(stateReason(alarm(3, 3, { threshold: 0.1 }), 'OK', { decision: 'OK', counted, filled: 2 })).toBe(
    'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (04/10/21 21:42:00)] was not greater than the threshold (0.1) '
    + '(minimum 1 datapoint for ALARM -> OK transition).');
});
