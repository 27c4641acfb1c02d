import { dice } from '../../../lib/core/chance';
import { after, instant, minutes, seconds } from '../../../lib/core/units';
import { MetricStore, type Sample } from '../../../lib/region/cloudwatch/metric-store';
import { LogStore } from '../../../lib/region/logs/log-store';
import { MetricFilters } from '../../../lib/region/logs/metric-filters';
import { logResources } from '../../../lib/region/logs/resources';
import { Permissions } from '../../../lib/region/iam/permissions';
import { identifiers } from '../../../lib/region/identifiers';
import { Keys } from '../../../lib/region/kms/keys';
import { VirtualClock } from '../../support/virtual-clock';

const GROUP = '/shop/api';

type FilterOf = (transformation: Record<string, unknown>, more?: Record<string, unknown>) => Record<string, unknown>;

function open() {
  const clock = new VirtualClock();
  const metrics = new MetricStore(dice(1));
  const logs = new LogStore(() => undefined);
  const filters = new MetricFilters(clock, logs, metrics);
  const providers = logResources(logs, filters, identifiers(dice(2)), new Keys(new Permissions()));
  const request = (type: string, properties: Record<string, unknown>) => ({ place: { account: '1', region: 'r' }, stackName: 'Shop', stackId: 'arn', logicalId: 'It', type, metadata: {}, properties });
  const provider = (type: string) => {
    const found = providers[type];
    if (found === undefined) throw new Error(type);
    return found;
  };
  const filterOf: FilterOf = (transformation, more = {}) =>
    ({ LogGroupName: GROUP, FilterPattern: 'ERROR', MetricTransformations: [{ MetricName: 'Errors', MetricNamespace: 'Shop', MetricValue: '1', ...transformation }], ...more });
  logs.create(GROUP);
  return {
    clock, metrics, logs, filters, filterOf,
    make: (type: string, properties: Record<string, unknown>) => provider(type).create(request(type, properties)),
    change: (type: string, physicalId: string, properties: Record<string, unknown>) => provider(type).update(request(type, properties), { physicalId, attributes: {}, properties: {} }),
    drop: (type: string, physicalId: string, properties: Record<string, unknown>) => provider(type).delete(request(type, properties), { physicalId, attributes: {}, properties }),
    write: (...lines: readonly string[]) => { for (const message of lines) logs.put(GROUP, { at: clock.now(), stream: 's', message }); },
    counted: (dimensions: Record<string, string> = {}): readonly Sample[] => metrics.read({ namespace: 'Shop', name: 'Errors', dimensions }, instant(0), instant(1e15), instant(1e15)),
  };
}
const FILTER = 'AWS::Logs::MetricFilter';

test('each event that matches counts', async () => {
  const { make, filterOf, write, counted } = open();
  await make(FILTER, filterOf({ MetricValue: '2' }));
  write('ERROR one', 'fine', 'ERROR two');
  expect(counted()).toEqual([expect.objectContaining({ value: 2, count: 2 })]);
});

test('what was there before is not counted', async () => {
  const { make, filterOf, write, counted } = open();
  write('ERROR one');
  await make(FILTER, filterOf({}));
  expect(counted()).toEqual([]);
});

test('a value and dimensions are taken from the event', async () => {
  const { make, filterOf, write, counted } = open();
  await make(FILTER, filterOf({ MetricValue: '$.ms', Dimensions: [{ Key: 'Operation', Value: '$.op' }, { Key: 'Status', Value: '$.status' }], Unit: 'Milliseconds' }, { FilterPattern: '{ $.op = * }' }));
  write('{"op":"earn","status":200,"ms":12}', '{"op":"earn","status":200}', '{"op":"use","ms":5}', '{"op":"earn","status":200,"ms":"slow"}');
  expect(counted({ Operation: 'earn', Status: '200' })).toEqual([expect.objectContaining({ value: 12, count: 1 })]);
  expect(counted({ Operation: 'use' })).toEqual([]);
});

test('a minute with events of which none matches counts as the default, once it is over', async () => {
  const { clock, make, filterOf, write, counted } = open();
  await make(FILTER, filterOf({ DefaultValue: 0 }));
  const start = clock.now();
  write('fine', 'fine');
  await clock.pass(seconds(59));
  expect(counted()).toEqual([]);
  await clock.pass(seconds(1));
  expect(counted()).toEqual([{ at: start, value: 0, count: 1 }]);
});

test('a minute with a match counts no default, wherever the match stands', async () => {
  const { clock, make, filterOf, write, counted } = open();
  await make(FILTER, filterOf({ DefaultValue: 0 }));
  write('fine');
  await clock.pass(seconds(30));
  write('ERROR', 'fine');
  await clock.pass(minutes(5));
  expect(counted()).toEqual([expect.objectContaining({ value: 1, count: 1 })]);
});

test('a minute without events counts nothing', async () => {
  const { clock, make, filterOf, write, counted } = open();
  await make(FILTER, filterOf({ DefaultValue: 0 }));
  write('fine');
  await clock.pass(minutes(3));
  write('fine');
  await clock.pass(minutes(1));
  expect(counted().map(({ at }) => at)).toEqual([clock.now() - minutes(4), clock.now() - minutes(1)]);
});

test('its values come as late as those of any application', async () => {
  const { clock, metrics, make, filterOf, write } = open();
  await make(FILTER, filterOf({}));
  write('ERROR');
  const read = (span: number) => metrics.read({ namespace: 'Shop', name: 'Errors', dimensions: {} }, instant(0), instant(1e15), after(clock.now(), seconds(span))).length;
  expect([read(4), read(60)]).toEqual([0, 1]);
});

test('a changed filter counts by its new pattern, a removed one not at all', async () => {
  const { make, change, drop, filterOf, write, counted, clock } = open();
  const { physicalId } = await make(FILTER, filterOf({ DefaultValue: 0 }));
  await change(FILTER, physicalId, filterOf({}, { FilterPattern: 'WARN' }));
  write('ERROR', 'WARN');
  await drop(FILTER, physicalId, filterOf({}));
  write('WARN');
  await clock.pass(minutes(2));
  expect(counted()).toEqual([expect.objectContaining({ value: 1, count: 1 })]);
});

test.each<readonly [string, (of: FilterOf) => Record<string, unknown>, string]>([
  ['a pattern that is none', (of) => of({}, { FilterPattern: '{ $.a' }), 'Invalid metric filter pattern'],
  ['dimensions with a default', (of) => of({ Dimensions: [{ Key: 'a', Value: '$.a' }], DefaultValue: 0 }, { FilterPattern: '{ $.a = * }' }), 'dimensions and default value are mutually exclusive'],
  ['dimensions of a pattern of terms', (of) => of({ Dimensions: [{ Key: 'a', Value: '$.a' }] }), 'must be a selector, of a JSON pattern'],
  ['four dimensions', (of) => of({ Dimensions: ['a', 'b', 'c', 'd'].map((Key) => ({ Key, Value: `$.${Key}` })) }, { FilterPattern: '{ $.a = * }' }), 'at most 3 dimensions'],
  ['a value of a pattern of terms', (of) => of({ MetricValue: '$.ms' }), 'must be a selector, of a JSON pattern'],
  ['a value that is none', (of) => of({ MetricValue: 'many' }), 'a metric value is a number or a selector, got "many"'],
  ['no value', (of) => of({ MetricValue: '' }), 'a metric value is a number or a selector, got ""'],
  ['a unit that is none', (of) => of({ Unit: 'Pieces' }), 'the unit "Pieces"'],
  ['a namespace of AWS', (of) => of({ MetricNamespace: 'AWS/Shop' }), 'must not begin with AWS/'],
  ['two transformations', (of) => ({ ...of({}), MetricTransformations: [{}, {}] }), 'one metric transformation, got 2'],
  ['what the region does not know', (of) => of({}, { ApplyOnTransformedLogs: true }), 'does not know ApplyOnTransformedLogs of metric filters'],
  ['a group that is not there', (of) => of({}, { LogGroupName: '/gone' }), 'The specified log group does not exist.'],
])('a filter with %s is refused', async (_, properties, message) => {
  const { make, filterOf } = open();
  await expect(make(FILTER, properties(filterOf))).rejects.toThrow(message);
});

test('two filters of a group cannot have one name, and a group has at most a hundred', async () => {
  const { make, filterOf } = open();
  for (let index = 0; index < 100; index += 1) await make(FILTER, filterOf({}, { FilterName: `f${index}` }));
  await expect(make(FILTER, filterOf({}, { FilterName: 'f1' }))).rejects.toThrow('f1 already exists');
  await expect(make(FILTER, filterOf({}, { FilterName: 'more' }))).rejects.toThrow('Resource limit exceeded');
});

test('a filter that waits for the end of a minute ends with its region', async () => {
  const { clock, make, filterOf, write, filters } = open();
  await make(FILTER, filterOf({ DefaultValue: 0 }));
  write('fine');
  filters[Symbol.dispose]();
  expect(clock.sleeping).toBe(0);
});

describe('a log group', () => {
  const GROUP_TYPE = 'AWS::Logs::LogGroup';
  test('has a name and an ARN', async () => {
    const { make, logs } = open();
    expect(await make(GROUP_TYPE, { LogGroupName: '/shop/other' })).toEqual({ physicalId: '/shop/other', attributes: { Arn: 'arn:aws:logs:r:1:log-group:/shop/other:*' } });
    expect((await make(GROUP_TYPE, {})).physicalId).toMatch(/^Shop-It-[A-Z0-9]{12}$/);
    expect(logs.has('/shop/other')).toBe(true);
  });

  test('that is there already is refused, also when a function has made it', async () => {
    const { make } = open();
    await expect(make(GROUP_TYPE, { LogGroupName: GROUP })).rejects.toThrow('The specified log group already exists');
  });

  test('forgets what is older than its retention', async () => {
    const { clock, change, logs, write } = open();
    await change(GROUP_TYPE, GROUP, { RetentionInDays: 1 });
    write('old');
    await clock.pass(minutes(60 * 23));
    write('young');
    await clock.pass(minutes(60 * 2));
    write('new');
    expect(logs.events(GROUP).map(({ message }) => message)).toEqual(['young', 'new']);
  });

  test.each<readonly [Record<string, unknown>, string]>([
    [{ RetentionInDays: 2 }, "Value '2' at 'retentionInDays'"], [{ LogGroupClass: 'INFREQUENT_ACCESS' }, 'log groups of the class STANDARD'], [{ DataProtectionPolicy: {} }, 'DataProtectionPolicy'],
  ])('with %p is refused', async (properties, message) => {
    await expect(open().make(GROUP_TYPE, { LogGroupName: '/x', ...properties })).rejects.toThrow(message);
  });

  test('that is deleted takes no more', async () => {
    const { drop, logs } = open();
    await drop(GROUP_TYPE, GROUP, {});
    expect(() => logs.put(GROUP, { at: instant(0), stream: 's', message: 'm' })).toThrow('does not exist');
    logs.unsubscribe(GROUP, 'nobody');
  });
});

test('a store shows each event to whoever looks after it, and the newest of all groups', () => {
  const seen: string[] = [];
  const logs = new LogStore(({ message }, group) => seen.push(`${group}: ${message}`));
  logs.create('a');
  logs.create('b');
  logs.subscribe('a', 'me', ({ message }) => seen.push(`me: ${message}`));
  logs.put('a', { at: instant(1), stream: 's', message: 'one' });
  logs.put('b', { at: instant(2), stream: 's', message: 'two' });
  logs.put('a', { at: instant(3), stream: 's', message: 'three' });
  expect(seen).toEqual(['a: one', 'me: one', 'b: two', 'a: three', 'me: three']);
  expect(logs.newest(2).map(({ message }) => message)).toEqual(['two', 'three']);
  expect(logs.events('a', ({ at }) => at > 1)).toHaveLength(1);
  expect(() => logs.events('c')).toThrow('does not exist');
});
