import { dice } from '../../../lib/core/chance';
import { hours, minutes, seconds } from '../../../lib/core/units';
import { AlarmActions } from '../../../lib/region/cloudwatch/alarm-actions';
import { Alarms, type AlarmChange } from '../../../lib/region/cloudwatch/alarms';
import { Composites } from '../../../lib/region/cloudwatch/composites';
import { MetricStore, type Series } from '../../../lib/region/cloudwatch/metric-store';
import { alarmResources } from '../../../lib/region/cloudwatch/resources';
import { identifiers } from '../../../lib/region/identifiers';
import { VirtualClock } from '../../support/virtual-clock';

const series: Series = { namespace: 'Shop', name: 'Errors', dimensions: { Stage: 'production' } };
const properties = {
  AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Dimensions: [{ Name: 'Stage', Value: 'production' }], Statistic: 'Sum', Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 2,
  Threshold: 5, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching',
};

function open(seed = 1) {
  const clock = new VirtualClock();
  const metrics = new MetricStore(dice(seed));
  const alarms = new Alarms(clock, metrics, dice(seed).named('alarms'));
  const provider = alarmResources(alarms, identifiers(dice(2)), new Composites(clock, alarms.book), new AlarmActions(alarms.book, () => undefined))['AWS::CloudWatch::Alarm'];
  if (provider === undefined) throw new Error('no alarms');
  const request = (more: object) => ({ place: { account: '111111111111', region: 'ap-northeast-2' }, stackName: 'Shop', stackId: 'arn', logicalId: 'Alarm', type: 'AWS::CloudWatch::Alarm', metadata: {}, properties: { ...properties, ...more } });
  return {
    clock, metrics, alarms,
    make: (more: object = {}) => provider.create(request(more)),
    change: (more: object) => provider.update(request(more), { physicalId: 'errors', attributes: {}, properties: {} }),
    drop: () => provider.delete(request({}), { physicalId: 'errors', attributes: {}, properties: {} }),
    state: () => alarms.read(['errors'])[0]?.state,
    /** So many errors every ten seconds, for a while. */
    fail: async (count: number, span: number) => {
      for (let passed = 0; passed < span; passed += 10) {
        metrics.put(series, clock.now(), 1, count);
        await clock.pass(seconds(10));
      }
    },
  };
}

test('an alarm knows nothing until it is evaluated, within its first minute', async () => {
  const { clock, make, state } = open();
  await make();
  expect(state()).toBe('INSUFFICIENT_DATA');
  await clock.pass(minutes(1));
  expect(state()).toBe('OK');
});

test('it fires once enough periods breach that can be read, and clears when they no longer do', async () => {
  const { clock, make, alarms, fail } = open();
  await make();
  await clock.pass(minutes(2));
  const began = clock.now();
  await fail(2, 180);
  await clock.pass(minutes(20));
  const [fired, cleared] = alarms.history.slice(1);
  expect([fired?.to.state, cleared?.to.state]).toEqual(['ALARM', 'OK']);
  // Two whole periods, the lateness of the metric, and the moment of the evaluation.
  expect((fired?.at ?? 0) - began).toBeGreaterThanOrEqual(minutes(2));
  expect((fired?.at ?? 0) - began).toBeLessThanOrEqual(minutes(5));
  expect(fired?.to.reason).toContain('Threshold Crossed');
});

test('each alarm has its own moment in the minute, the same for the same seed', async () => {
  const momentsOf = async (seed: number): Promise<readonly number[]> => {
    const { clock, make, alarms } = open(seed);
    for (const AlarmName of ['a', 'b', 'c']) await make({ AlarmName });
    await clock.pass(minutes(1));
    return alarms.history.map(({ at }) => at % minutes(1));
  };
  const moments = await momentsOf(1);
  expect(new Set(moments).size).toBe(3);
  expect(await momentsOf(1)).toEqual(moments);
  expect(await momentsOf(2)).not.toEqual(moments);
});

test('an alarm with a unit hears only values of that unit', async () => {
  const { clock, metrics, make, state } = open();
  await make({ Unit: 'Count', EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  metrics.put(series, clock.now(), 100);
  await clock.pass(minutes(5));
  expect(state()).toBe('OK');
  metrics.put(series, clock.now(), 100, 1, { unit: 'Count' });
  await clock.pass(minutes(3));
  expect(state()).toBe('ALARM');
});

test('a high-resolution alarm is evaluated every ten seconds', async () => {
  const { clock, metrics, make, alarms, state } = open();
  await make({ Period: 10, EvaluationPeriods: 1, DatapointsToAlarm: 1 });
  await clock.pass(seconds(10));
  expect(state()).toBe('OK');
  for (let passed = 0; passed < 600; passed += 10) {
    metrics.put(series, clock.now(), 9, 1, { resolution: 1 });
    await clock.pass(seconds(10));
  }
  // How late its values are changes with the minute, and so does what it sees.
  const moments = alarms.history.map(({ at }) => Math.floor((at % minutes(1)) / seconds(10)));
  expect(new Set(moments).size).toBeGreaterThan(2);
});

test('a changed alarm keeps its state until it is evaluated again', async () => {
  const { clock, make, change, fail, state } = open();
  await make();
  await fail(2, 300);
  expect(state()).toBe('ALARM');
  await change({ Threshold: 1_000 });
  expect(state()).toBe('ALARM');
  await clock.pass(minutes(1));
  expect(state()).toBe('OK');
});

test('a removed alarm is none, and is not evaluated any more', async () => {
  const { clock, make, drop, alarms, state } = open();
  await make();
  await drop();
  expect([state(), clock.sleeping, alarms.all()]).toEqual([undefined, 0, []]);
});

test('whoever watches is shown each change, until they look away', async () => {
  const { clock, make, alarms, fail } = open();
  await make();
  const seen: AlarmChange[] = [];
  const watch = alarms.watch((change) => seen.push(change));
  await fail(2, 300);
  watch[Symbol.dispose]();
  await clock.pass(hours(1));
  expect(seen.map(({ name, from, to }) => [name, from, to.state])).toEqual([['errors', 'INSUFFICIENT_DATA', 'OK'], ['errors', 'OK', 'ALARM']]);
});

test('its end leaves nobody asleep', async () => {
  const { clock, make, alarms } = open();
  await make();
  alarms[Symbol.dispose]();
  expect(clock.sleeping).toBe(0);
});

test('the resource is known by its name, given or made up', async () => {
  const { make } = open();
  expect(await make()).toEqual({ physicalId: 'errors', attributes: { Arn: 'arn:aws:cloudwatch:ap-northeast-2:111111111111:alarm:errors' } });
  expect((await make({ AlarmName: undefined })).physicalId).toMatch(/^Shop-Alarm-[A-Z0-9]{12}$/);
});

test('a name is taken once, and what the region would not evaluate is refused by name', async () => {
  const { make } = open();
  await make();
  await expect(make()).rejects.toThrow('errors already exists');
  await expect(make({ AlarmName: 'a', ThresholdMetricId: 'band' })).rejects.toThrow('ThresholdMetricId');
  await expect(make({ AlarmName: 'b', Statistic: undefined, ExtendedStatistic: 'tm99' })).rejects.toThrow('ExtendedStatistic');
});
