import { dice } from '../../lib/core/chance';
import { minutes, type Instant } from '../../lib/core/units';
import { AlarmActions } from '../../lib/region/cloudwatch/alarm-actions';
import { Alarms } from '../../lib/region/cloudwatch/alarms';
import { Composites } from '../../lib/region/cloudwatch/composites';
import { MetricStore } from '../../lib/region/cloudwatch/metric-store';
import { alarmResources } from '../../lib/region/cloudwatch/resources';
import { identifiers } from '../../lib/region/identifiers';
import { blindAlarms } from '../../lib/rehearsal/blind-alarms';
import { VirtualClock } from '../support/virtual-clock';

async function world() {
  const clock = new VirtualClock();
  const metrics = new MetricStore(dice(1));
  const alarms = new Alarms(clock, metrics, dice(1).named('alarms'));
  const composites = new Composites(clock, alarms.book);
  const providers = alarmResources(alarms, identifiers(dice(2)), composites, new AlarmActions(alarms.book, () => undefined));
  const make = (type: string, properties: Record<string, unknown>): unknown => providers[type]?.create({
    place: { account: '111111111111', region: 'ap-northeast-2' }, stackName: 'Shop', stackId: 'arn', logicalId: 'It', type, metadata: {}, properties,
  });
  const watch = (AlarmName: string, MetricName: string, more: object = {}): unknown => make('AWS::CloudWatch::Alarm', {
    AlarmName, Namespace: 'Shop', MetricName, Statistic: 'Sum', Period: 60, EvaluationPeriods: 2, Threshold: 5, ComparisonOperator: 'GreaterThanOrEqualToThreshold', ...more,
  });
  await watch('errors', 'Errors');
  await watch('nothing', 'Nothing');
  await watch('success', 'Success', { ComparisonOperator: 'LessThanThreshold', Threshold: 100, Statistic: 'Average' });
  await watch('patient', 'Errors', { Threshold: 3, EvaluationPeriods: 5 });
  await watch('quick', 'Errors', { Threshold: 3, EvaluationPeriods: 1 });
  await make('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'health', AlarmRule: 'ALARM(errors) OR ALARM("success")' });
  const from: Instant = clock.now();
  for (const errors of [1, 4, 2]) {
    metrics.put({ namespace: 'Shop', name: 'Errors', dimensions: {} }, clock.now(), errors);
    metrics.put({ namespace: 'Shop', name: 'Success', dimensions: {} }, clock.now(), 100);
    await clock.pass(minutes(1));
  }
  await clock.pass(minutes(3));
  return (...names: readonly string[]): readonly string[] => blindAlarms({ alarms, composites }, names, from, clock.now());
}

test('an alarm that never fired tells the worst that it saw, and what it waits for', async () => {
  const blind = await world();
  expect(blind('errors')).toEqual(['errors was blind: of Shop Errors it saw 4 at worst, and fires at >= 5 in 2 of 2 periods']);
  expect(blind('success')).toEqual(['success was blind: of Shop Success it saw 100 at worst, and fires at < 100 in 2 of 2 periods']);
});

test('an alarm without a value says so, and one that does not exist too', async () => {
  const blind = await world();
  expect(blind('nothing', 'gone')).toEqual(['nothing was blind: not one value of Shop Nothing came', 'gone does not exist']);
});

test('an alarm that was too patient tells for how long it saw it', async () => {
  const blind = await world();
  expect(blind('patient')).toEqual(['patient saw Shop Errors at 4 in 1 of 3 periods, which was not enough: it fires at >= 3 in 5 of 5 periods']);
});

test('an alarm that fired is not blind', async () => {
  const blind = await world();
  expect(blind('quick')).toEqual([]);
});

test('a composite alarm is as blind as what it looks at', async () => {
  const blind = await world();
  expect(blind('health')).toEqual([
    'health looks only at errors, success',
    'errors was blind: of Shop Errors it saw 4 at worst, and fires at >= 5 in 2 of 2 periods',
    'success was blind: of Shop Success it saw 100 at worst, and fires at < 100 in 2 of 2 periods',
  ]);
});
