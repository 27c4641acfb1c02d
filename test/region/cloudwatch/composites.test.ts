import { VirtualClock } from '../../support/virtual-clock';
import { making } from '../support/made';
import { dice } from '../../../lib/core/chance';
import { seconds } from '../../../lib/core/units';
import { AlarmActions } from '../../../lib/region/cloudwatch/alarm-actions';
import { Alarms } from '../../../lib/region/cloudwatch/alarms';
import { Composites } from '../../../lib/region/cloudwatch/composites';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import { metricOperations } from '../../../lib/region/cloudwatch/operations';
import { alarmResources } from '../../../lib/region/cloudwatch/resources';
import { identifiers } from '../../../lib/region/identifiers';
import { topicResources } from '../../../lib/region/sns/resources';
import { Topics } from '../../../lib/region/sns/topics';

const caller = { accessKeyId: 'ASIA1', region: 'ap-northeast-2', principal: 'arn:aws:iam::111122223333:user/test' };
const metric = { Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore' };
const TOPIC = 'arn:aws:sns:ap-northeast-2:111122223333:pages';

function open() {
  const clock = new VirtualClock();
  const ids = identifiers(dice(1));
  const metrics = new MetricStore(dice(1));
  const alarms = new Alarms(clock, metrics, dice(2));
  const composites = new Composites(clock, alarms.book);
  const topics = new Topics(clock, ids);
  const actions = new AlarmActions(alarms.book, (topic, subject, message) => topics.publish(topic, message, subject));
  const operations = metricOperations({ clock, metrics, book: alarms.book, actions });
  const ask = async (operation: string, input: Record<string, unknown>) => operations[operation]?.(input, caller);
  return {
    clock, metrics, alarms, topics, actions, ask,
    ...making({ ...alarmResources(alarms, ids, composites, actions), ...topicResources(topics, ids) }),
    state: (name: string) => alarms.read([name])[0]?.state,
    set: (AlarmName: string, StateValue: string) => ask('SetAlarmState', { AlarmName, StateValue, StateReason: 'a test' }),
  };
}

async function twoAlarms() {
  const world = open();
  for (const AlarmName of ['errors', 'latency']) await world.create('Alarm', { ...metric, AlarmName });
  return world;
}

test('a composite alarm is what its rule says from its creation on', async () => {
  const { create, state } = await twoAlarms();
  await create('CompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(errors) OR ALARM(latency)' });
  await create('CompositeAlarm', { AlarmName: 'blind', AlarmRule: 'INSUFFICIENT_DATA("errors")' });
  expect([state('any'), state('blind')]).toEqual(['OK', 'ALARM']);
});

test('it follows the alarms that it names, through others too, by name and by ARN', async () => {
  const { create, state, set, alarms } = await twoAlarms();
  await create('CompositeAlarm', { AlarmName: 'both', AlarmRule: 'ALARM("arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:errors") AND ALARM(latency)' });
  await create('CompositeAlarm', { AlarmName: 'fine', AlarmRule: 'NOT ALARM(both)' });
  await set('errors', 'ALARM');
  expect([state('both'), state('fine')]).toEqual(['OK', 'ALARM']);
  await set('latency', 'ALARM');
  expect([state('both'), state('fine')]).toEqual(['ALARM', 'OK']);
  expect(alarms.history.slice(-3).map(({ name, to }) => [name, to.reason])).toEqual([['latency', 'a test'], ['both', 'latency transitioned to ALARM'], ['fine', 'both transitioned to ALARM']]);
});

test.each<readonly [string, string, string]>([
  ['a rule that cannot be read', 'ALARM(errors) ALARM(latency)', 'must have AND, OR or the end'],
  ['an alarm that is not there', 'ALARM(nothing)', 'alarms that do not exist: nothing'],
  ['itself', 'ALARM(errors) OR OK(any)', 'leads back to the alarm itself, and would never be evaluated: any -> any'],
])('a rule that names %s is refused', async (_, AlarmRule, message) => {
  const { create } = await twoAlarms();
  await expect(create('CompositeAlarm', { AlarmName: 'any', AlarmRule })).rejects.toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
});

test('a change that would close a circle is refused, and changes nothing', async () => {
  const { create, update, state, set } = await twoAlarms();
  const inner = await create('CompositeAlarm', { AlarmName: 'inner', AlarmRule: 'ALARM(errors)' });
  await create('CompositeAlarm', { AlarmName: 'outer', AlarmRule: 'ALARM(inner)' });
  await expect(update('CompositeAlarm', inner, { AlarmName: 'inner', AlarmRule: 'ALARM(outer)' })).rejects.toMatchObject({ message: expect.stringContaining('inner -> outer -> inner') });
  await set('errors', 'ALARM');
  expect(state('outer')).toBe('ALARM');
});

test('an alarm on which another depends stays', async () => {
  const { create, remove } = await twoAlarms();
  const composite = await create('CompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(errors)' });
  const errors = { physicalId: 'errors', attributes: {} };
  await expect(remove('Alarm', errors)).rejects.toMatchObject({ message: 'Cannot delete errors as there are composite alarm(s) depending on it: any' });
  await remove('CompositeAlarm', composite);
  await remove('Alarm', errors);
});

test('an alarm tells its topics of the state that it has come to, and who they are', async () => {
  const { create, set, topics, actions, clock } = open();
  await create('Topic', { TopicName: 'pages', Subscription: [{ Protocol: 'email', Endpoint: 'oncall@example.com' }] });
  await create('Alarm', { ...metric, AlarmName: 'errors', AlarmDescription: 'too many', AlarmActions: [TOPIC], OKActions: ['arn:aws:sns:ap-northeast-2:111122223333:gone'] });
  await set('errors', 'ALARM');
  expect(topics.published).toMatchObject([{ topicArn: TOPIC, at: clock.now(), subject: 'ALARM: "errors" in ap-northeast-2', subscriptions: [{ protocol: 'email', endpoint: 'oncall@example.com' }] }]);
  expect(JSON.parse(topics.published[0]?.message ?? '')).toMatchObject({ AlarmName: 'errors', AlarmDescription: 'too many', NewStateValue: 'ALARM', OldStateValue: 'INSUFFICIENT_DATA', NewStateReason: 'a test', AWSAccountId: '111122223333' });
  await set('errors', 'OK');
  expect(actions.taken).toMatchObject([{ alarm: 'errors', action: TOPIC, failure: undefined }, { action: 'arn:aws:sns:ap-northeast-2:111122223333:gone', failure: 'Topic does not exist' }]);
});

test('an alarm whose actions are off tells nobody', async () => {
  const { create, set, topics, actions } = open();
  await create('Topic', { TopicName: 'pages' });
  await create('Alarm', { ...metric, AlarmName: 'errors', ActionsEnabled: false, AlarmActions: [TOPIC] });
  await set('errors', 'ALARM');
  expect([topics.published, actions.taken]).toEqual([[], []]);
});

test('an action that is no topic is refused', async () => {
  const { create } = open();
  await expect(create('Alarm', { ...metric, AlarmName: 'errors', AlarmActions: ['arn:aws:lambda:ap-northeast-2:111122223333:function:f'] })).rejects.toMatchObject({ code: 'ValidationError' });
});

test('alarms are described, composite ones when they are asked for', async () => {
  const { create, set, ask } = await twoAlarms();
  await create('CompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(errors)' });
  await set('errors', 'ALARM');
  expect(await ask('DescribeAlarms', {})).toMatchObject({ MetricAlarms: [{ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a test', Threshold: 1 }, { AlarmName: 'latency', StateValue: 'INSUFFICIENT_DATA' }], CompositeAlarms: [] });
  expect(await ask('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] })).toMatchObject({ MetricAlarms: [], CompositeAlarms: [{ AlarmName: 'any', AlarmRule: 'ALARM(errors)', StateValue: 'ALARM' }] });
  expect(await ask('DescribeAlarms', { AlarmNamePrefix: 'err', StateValue: 'ALARM' })).toMatchObject({ MetricAlarms: [{ AlarmName: 'errors' }] });
  await expect(ask('DescribeAlarms', { ChildrenOfAlarmName: 'any' })).rejects.toMatchObject({ message: 'the region does not serve DescribeAlarms.ChildrenOfAlarmName' });
});

test('values that are put can be read a little later, alone and in expressions', async () => {
  const { ask, clock } = open();
  const startedAt = clock.now();
  await ask('PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'Requests', Values: [1, 2], Counts: [3, 1], Dimensions: [{ Name: 'Stage', Value: 'x' }] }, { MetricName: 'Errors', Value: 2 }] });
  await clock.pass(seconds(120));
  const read = (...queries: object[]) => ask('GetMetricData', { MetricDataQueries: queries, StartTime: startedAt / 1_000, EndTime: clock.now() / 1_000, ScanBy: 'TimestampAscending' });
  const stat = (Id: string, MetricName: string, more: object = {}) => ({ Id, ReturnData: false, MetricStat: { Metric: { Namespace: 'Shop', MetricName, ...more }, Stat: 'Sum', Period: 60 } });
  const requests = stat('r', 'Requests', { Dimensions: [{ Name: 'Stage', Value: 'x' }] });
  expect(await read({ ...requests, ReturnData: true }, stat('e', 'Errors'), { Id: 'share', Expression: '100 * e / r' })).toMatchObject({
    MetricDataResults: [{ Id: 'r', Timestamps: [startedAt / 1_000], Values: [5] }, { Id: 'share', Values: [40], StatusCode: 'Complete' }],
  });
});

test.each<readonly [string, string, Record<string, unknown>]>([
  ['a namespace of AWS', 'PutMetricData', { Namespace: 'AWS/Shop', MetricData: [{ MetricName: 'a', Value: 1 }] }],
  ['a datum without a value', 'PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'a' }] }],
  ['more counts than values', 'PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'a', Values: [1], Counts: [1, 2] }] }],
  ['a unit that there is not', 'PutMetricData', { Namespace: 'Shop', MetricData: [{ MetricName: 'a', Value: 1, Unit: 'Apples' }] }],
  ['an end before the start', 'GetMetricData', { MetricDataQueries: [{ Id: 'r', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'a' }, Stat: 'Sum', Period: 60 } }], StartTime: 2, EndTime: 1 }],
  ['a moment that is none', 'GetMetricData', { MetricDataQueries: [{ Id: 'r', MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'a' }, Stat: 'Sum', Period: 60 } }], StartTime: 'soon', EndTime: 1 }],
  ['a state of an alarm that is not there', 'SetAlarmState', { AlarmName: 'x', StateValue: 'OK' }],
])('%s is refused', async (_, operation, input) => {
  await expect(open().ask(operation, input)).rejects.toMatchObject({ code: expect.stringMatching(/\w+/) });
});

test('a dashboard is kept if its body can be read', async () => {
  const { create } = open();
  expect(await create('Dashboard', { DashboardName: 'd', DashboardBody: '{"widgets":[]}' })).toEqual({ physicalId: 'd', attributes: {} });
  await expect(create('Dashboard', { DashboardName: 'd', DashboardBody: 'x' })).rejects.toMatchObject({ code: 'InvalidParameterInput' });
});
