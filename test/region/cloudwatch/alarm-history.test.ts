import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { instant } from '../../../lib/core/units';
import { readAlarmChanges } from '../../../lib/edge/aws/read-alarm-changes';
import { AlarmBook } from '../../../lib/region/cloudwatch/alarm-book';
import { describeAlarmHistory } from '../../../lib/region/cloudwatch/alarm-history';
import { startEndpoint } from '../../../lib/region/endpoint/server';

function book(): AlarmBook {
  const kept = new AlarmBook();
  kept.put('metric', 'errors', instant(0));
  kept.put('metric', 'slow', instant(0));
  kept.put('composite', 'any', instant(0));
  kept.enter('errors', { state: 'OK', reason: 'few' }, instant(1_000));
  kept.enter('errors', { state: 'ALARM', reason: 'Threshold Crossed: 5 > 3' }, instant(61_000));
  kept.enter('any', { state: 'ALARM', reason: 'errors' }, instant(62_000));
  kept.enter('slow', { state: 'ALARM', reason: 'slow' }, instant(70_000));
  kept.enter('errors', { state: 'OK', reason: 'few' }, instant(121_000));
  return kept;
}

const seen = (input: object) => (describeAlarmHistory({ HistoryItemType: 'StateUpdate', ...input }, book()) as { AlarmHistoryItems: readonly { AlarmName: string; Timestamp: number; HistorySummary: string }[] })
  .AlarmHistoryItems.map(({ AlarmName, Timestamp, HistorySummary }) => `${Timestamp} ${AlarmName} ${HistorySummary.replace('Alarm updated from ', '')}`);

test.each<[string, object, readonly string[]]>([
  ['one alarm, newest first', { AlarmName: 'errors' }, ['121 errors ALARM to OK', '61 errors OK to ALARM', '1 errors INSUFFICIENT_DATA to OK']],
  ['a span of it, in order', { AlarmName: 'errors', StartDate: 2, EndDate: 121, ScanBy: 'TimestampAscending' }, ['61 errors OK to ALARM', '121 errors ALARM to OK']],
  ['all metric alarms', { StartDate: 60, EndDate: 100 }, ['70 slow INSUFFICIENT_DATA to ALARM', '61 errors OK to ALARM']],
  ['composite alarms only where they are asked for', { AlarmTypes: ['CompositeAlarm'] }, ['62 any INSUFFICIENT_DATA to ALARM']],
  ['an alarm that never was', { AlarmName: 'gone' }, []],
])('the history of %s', (_, input, expected) => {
  expect(seen(input)).toEqual(expected);
});

test.each([[{ HistoryItemType: 'Action' }, /StateUpdate, got "Action"/], [{ ScanBy: 'x' }, /ScanBy/], [{ StartDate: 'now' }, /StartDate must be a moment/], [{ AlarmNamePrefix: 'e' }, /AlarmNamePrefix/]])('%j is refused', (input, said) => {
  expect(() => seen(input)).toThrow(said);
});

test('a client reads who fired when, and why', async () => {
  const kept = book();
  const endpoint = await startEndpoint({ GraniteServiceVersion20100801: { DescribeAlarmHistory: async (input) => describeAlarmHistory({ MaxRecords: 1, ...input }, kept) } }, []);
  const client = new CloudWatchClient({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  expect(await readAlarmChanges(client, ['errors', 'slow'], instant(2_000), instant(130_000))).toEqual([
    { name: 'errors', at: 61_000, state: 'ALARM', because: 'Threshold Crossed: 5 > 3' }, { name: 'errors', at: 121_000, state: 'OK', because: 'few' }, { name: 'slow', at: 70_000, state: 'ALARM', because: 'slow' },
  ]);
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
});
