import { filterPattern } from '../../lib/region/logs/filter-pattern';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, type Found, ofType, only } from './support/template';

const templates = synthesize();
const template = templates['production-Observability'] as CfnTemplate;
const alarmsIn = (one: CfnTemplate | undefined): readonly Found[] => (one === undefined ? [] : ofType(one, 'AWS::CloudWatch::Alarm'));
const namesIn = (stack: string): readonly string[] => alarmsIn(templates[stack]).map(({ Properties }) => Properties['AlarmName'] as string);
const every = ['Api', 'Auxiliary', 'Data', 'Observability'].flatMap((stack) => namesIn(`production-${stack}`));
const speaksBySelf = (name: string): boolean => ['Api', 'Auxiliary', 'Data', 'Observability'].flatMap((stack) => alarmsIn(templates[`production-${stack}`]))
  .some(({ Properties }) => Properties['AlarmName'] === name && Properties['AlarmActions'] !== undefined);

const composites = ofType(template, 'AWS::CloudWatch::CompositeAlarm');
const namedIn = ({ Properties }: Found): readonly string[] => [...(Properties['AlarmRule'] as string).matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name as string);

describe('notices', () => {
  test('are three, by subject, in a topic that is not the one that wakes people', () => {
    expect(composites.map(({ Properties }) => Properties['AlarmName'])).toEqual(['production-api-notice', 'production-data-notice', 'production-auxiliary-notice']);
    const topic = only(template, 'AWS::SNS::Topic').id;
    for (const { Properties } of composites) expect([Properties['AlarmActions'], Properties['OKActions']]).toEqual([[{ Ref: topic }], [{ Ref: topic }]]);
  });

  test('are rules about alarms that exist, by names that make no stack depend on this one', () => {
    for (const composite of composites) {
      expect(composite.Properties['AlarmRule']).toBe(namedIn(composite).map((name) => `ALARM("${name}")`).join(' OR '));
      expect(every).toEqual(expect.arrayContaining([...namedIn(composite)]));
    }
    for (const stack of ['Api', 'Auxiliary']) expect(Object.keys((templates[`production-${stack}`] as CfnTemplate).Outputs ?? {})).toEqual(['LoadBalancerDnsName']);
  });

  test('are made after the alarms of this stack that they are about', () => {
    const own = alarmsIn(template);
    for (const { DependsOn } of composites) expect(DependsOn).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
  });

  test('leave no alarm without a voice, and give none two', () => {
    const spoken = composites.flatMap(namedIn);
    expect([...spoken, ...every.filter(speaksBySelf)].sort()).toEqual([...every].sort());
  });
});

test('only what harms customers of the API, or hides it, wakes somebody', () => {
  const waking = every.filter(speaksBySelf);
  expect(waking).toEqual(expect.arrayContaining(['production-api-silent', 'production-api-misled-writes', 'production-api-earnPoints-server-errors']));
  expect(waking.filter((name) => !name.startsWith('production-api-'))).toEqual([]);
  const silence = alarmsIn(template).find(({ Properties }) => Properties['AlarmName'] === 'production-api-silent');
  expect(silence?.Properties['AlarmActions'][0]['Fn::ImportValue']).toMatch(/production-Foundation:.*Alarms/);
});

test('silence is five minutes without a line that alarms could be made of', () => {
  for (const service of ['api', 'auxiliary']) {
    expect(alarmsIn(template).find(({ Properties }) => Properties['AlarmName'] === `production-${service}-silent`)?.Properties).toMatchObject({
      MetricName: 'LogLines', ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 5, DatapointsToAlarm: 5, TreatMissingData: 'breaching',
    });
  }
});

describe('what is counted in logs', () => {
  const filters = ofType(template, 'AWS::Logs::MetricFilter');
  const of = (metric: string) => filters.filter(({ Properties }) => Properties['MetricTransformations'][0].MetricName === metric);
  const counts = (metric: string, line: string): boolean => filterPattern(of(metric)[0]?.Properties['FilterPattern'] as string).matches(line);
  const said = { stage: 'production', service: 'api', release: 'r1', level: 'error', message: 'request' };
  const failed = (name: string, more: object = {}): string => JSON.stringify({ ...said, error: { name }, ...more });

  test('are failures without a name, of customers and not of probes', () => {
    expect(counts('UnknownErrors', failed('TypeError'))).toBe(true);
    expect(counts('UnknownErrors', failed('TypeError', { synthetic: true }))).toBe(false);
    for (const known of ['DatabaseFailure', 'Unavailable']) expect(counts('UnknownErrors', failed(known))).toBe(false);
    expect(counts('UnknownErrors', failed('Refusal', { level: 'warn' }))).toBe(false);
  });

  test('are lines that say where they are from', () => {
    expect(counts('LogLines', JSON.stringify(said))).toBe(true);
    for (const line of ['Error: boom', '{}', JSON.stringify({ ...said, release: undefined })]) expect(counts('LogLines', line)).toBe(false);
  });

  test('are slow statements of every server, as PostgreSQL writes them on RDS', () => {
    expect(of('SlowStatements')).toHaveLength(2);
    const line = '2026-11-23 10:00:00 UTC:10.20.4.7(45678):points_reader@points:[731]:LOG:  duration: 312.456 ms  execute <unnamed>: select 1';
    expect(counts('SlowStatements', line)).toBe(true);
    expect(counts('SlowStatements', line.replace('LOG:  duration:', 'LOG:  connection received:'))).toBe(false);
    for (const { Properties } of of('SlowStatements')) expect(JSON.stringify(Properties['LogGroupName'])).toMatch(/\/aws\/rds\/instance\/.*ImportValue.*\/postgresql/);
  });
});

describe.each([['api', 'Api'], ['auxiliary', 'Auxiliary']])('the dashboard of %s', (service, id) => {
  const { Properties } = only(template, 'AWS::CloudWatch::Dashboard', `${id}Dashboard`);
  const parts = Properties['DashboardBody']['Fn::Join'][1] as (string | object)[];
  const body = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'id')).join('')) as { widgets: { type: string; y: number; properties: Record<string, unknown> }[] };

  test('asks in the order in which somebody does who was woken', () => {
    expect(Properties['DashboardName']).toBe(`production-${service}`);
    const questions = body.widgets.filter(({ type }) => type === 'text').sort((one, other) => one.y - other.y)
      .map(({ properties }) => /^## (\d\. .*)$/m.exec(String(properties['markdown']))?.[1]);
    expect(questions).toEqual([
      '1. Is anybody harmed?', '2. Since when, and which release?', '3. Is it what the service stands on?', '4. Is it the tasks?', '5. What do they say?',
    ]);
  });

  test('shows alarms that exist', () => {
    const shown = body.widgets.flatMap(({ properties }) => (properties['alarms'] as string[] | undefined) ?? []).map((arn) => arn.split(':').at(-1));
    expect(shown.length).toBeGreaterThan(5);
    expect(every).toEqual(expect.arrayContaining(shown));
  });
});
