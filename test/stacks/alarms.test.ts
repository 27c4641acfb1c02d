import { synthesize } from './support/synthesize';
import { type CfnTemplate, type Found, ofType, only } from './support/template';

const api = synthesize()['production-Api'] as CfnTemplate;
const all = ofType(api, 'AWS::CloudWatch::Alarm');
/** Those that only have to be noticed are called so. */
const isSlow = ({ Properties }: Found): boolean => /-slow$/.test(Properties['AlarmName']);
const isOfWatch = ({ Properties }: Found): boolean => /-(weights-moved|drift|unwatched)$/.test(Properties['AlarmName']);
const alarms = all.filter((alarm) => !isSlow(alarm) && !isOfWatch(alarm));
const named = (name: string): Found => {
  const found = all.find(({ Properties }) => Properties['AlarmName'] === `production-api-${name}`);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
};

test('the deployment group reads all that take a release back, and no more than CodeDeploy allows', () => {
  const { Alarms } = only(api, 'AWS::CodeDeploy::DeploymentGroup').Properties['AlarmConfiguration'];
  expect(Alarms.map(({ Name }: { Name: { Ref: string } }) => Name.Ref).sort()).toEqual(alarms.map(({ id }) => id).sort());
  expect(alarms.length).toBeLessThanOrEqual(10);
});

test.each([['earnPoints', 3], ['usePoints', 3], ['getBalance', 4], ['listHistory', 3]])(
  'errors of %s count over both colours, silence as none, from %d a minute', (operation, threshold) => {
    expect(named(`${operation}-server-errors`).Properties).toMatchObject({
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(expressionsOf(named(`${operation}-server-errors`))).toEqual(['SUM([FILL(errors, 0), unreached])', ...unlessAway]);
    for (const [id, metric] of [['errors', 'ServerErrors'], ['counted', 'Unreached']] as const) {
      expect(metricsOf(named(`${operation}-server-errors`))[id]).toMatchObject({
        Stat: 'Sum',
        Period: 60,
        Metric: {
          Namespace: 'Changeover/Service',
          MetricName: metric,
          Dimensions: [{ Name: 'Operation', Value: operation }, { Name: 'Service', Value: 'api' }, { Name: 'Stage', Value: 'production' }],
        },
      });
    }
  },
);

test.each(['usePoints-server-errors', 'targets-server-errors'])('what %s excuses, it excuses by the word of the proxy about the primary', (name) => {
  expect(metricsOf(named(name))['available']).toMatchObject({
    Stat: 'Average',
    Period: 60,
    Metric: {
      Namespace: 'AWS/RDS',
      MetricName: 'AvailabilityPercentage',
      Dimensions: [{ Name: 'ProxyName' }, { Name: 'TargetGroup', Value: 'default' }, { Name: 'TargetRole', Value: 'READ_WRITE' }],
    },
  });
});

test('a minute that is published late still counts', () => {
  expect(named('earnPoints-server-errors').Properties).toMatchObject({ DatapointsToAlarm: 1, EvaluationPeriods: 3 });
});

/** The metrics of an alarm's expression by their ids. */
const metricsOf = ({ Properties }: Found): Readonly<Record<string, { Metric: { Namespace: string; MetricName: string; Dimensions: unknown[] }; Stat: string }>> =>
  Object.fromEntries(Properties['Metrics'].filter(({ MetricStat }: { MetricStat?: unknown }) => MetricStat !== undefined)
    .map(({ Id, MetricStat }: { Id: string; MetricStat: unknown }) => [Id, MetricStat]));

const expressionsOf = ({ Properties }: Found): readonly string[] =>
  Properties['Metrics'].flatMap(({ Expression }: { Expression?: string }) => Expression ?? []);

const unlessAway = [
  'FILL(IF(around < 100, 0, filled - DIFF(filled)), 0)', 'MIN([available, justBefore, longBefore])', 'available - DIFF(available)', 'justBefore - DIFF(justBefore)', 'FILL(counted, 0)',
];

const fewer = 'IF(requestsOne < requestsTwo, one, two)';
const slower = `IF(${fewer} >= 3 * IF(requestsOne < requestsTwo, two, one), ${fewer}, 0)`;

test.each([
  ['targets-server-errors', 'HTTPCode_Target_5XX_Count', 'Sum', 'MAX([FILL(one, 0), FILL(two, 0)])', { Threshold: 5, DatapointsToAlarm: 1, EvaluationPeriods: 3 }],
  ['unhealthy-hosts', 'UnHealthyHostCount', 'Maximum', 'MAX([one, two])', { Threshold: 1, DatapointsToAlarm: 3, EvaluationPeriods: 4 }],
  ['slower-than-the-other', 'TargetResponseTime', 'p90', slower, { Threshold: 0.5, DatapointsToAlarm: 4, EvaluationPeriods: 6 }],
  ['unlogged-answers', 'RequestCount', 'Sum', '100 * (one + two - answers - 5) / (one + two)', { Threshold: 5, DatapointsToAlarm: 4, EvaluationPeriods: 6 }],
])('%s is of both target groups, because they change roles', (name, metric, statistic, expression, settings) => {
  const alarm = named(name);
  expect(alarm.Properties).toMatchObject(settings);
  expect(expressionsOf(alarm)).toContain(expression);
  for (const [id, group] of [['one', 'One'], ['two', 'Two']] as const) {
    const { id: logicalId } = only(api, 'AWS::ElasticLoadBalancingV2::TargetGroup', `ServiceTargetGroup${group}`);
    expect(metricsOf(alarm)[id]).toMatchObject({
      Stat: statistic,
      Metric: {
        Namespace: 'AWS/ApplicationELB', MetricName: metric,
        Dimensions: expect.arrayContaining([{ Name: 'TargetGroup', Value: { 'Fn::GetAtt': [logicalId, 'TargetGroupFullName'] } }]),
      },
    });
  }
});

test('sessions of a replica are counted against the tasks that there are, and what the auxiliary tier may have', () => {
  const alarm = named('forgotten-sessions');
  expect(alarm.Properties).toMatchObject({ Threshold: 31, DatapointsToAlarm: 3, EvaluationPeriods: 4 });
  expect(alarm.Properties['Metrics'][0].Expression).toBe('IF(replica1 < 0, 0, MAX([replica1]) - 6 * (FILL(one, REPEAT) + FILL(two, REPEAT)))');
  expect(metricsOf(alarm)).toMatchObject({
    one: { Stat: 'Maximum', Metric: { MetricName: 'HealthyHostCount' } },
    two: { Stat: 'Maximum', Metric: { MetricName: 'HealthyHostCount' } },
    replica1: { Stat: 'Maximum', Metric: { Namespace: 'AWS/RDS', MetricName: 'DatabaseConnections' } },
  });
});

test('what was served is held against every answer that was logged, by whichever release', () => {
  expect(metricsOf(named('unlogged-answers'))['answers']).toMatchObject({
    Stat: 'Sum',
    Metric: {
      Namespace: 'Changeover/Service', MetricName: 'Answers',
      Dimensions: [{ Name: 'Service', Value: 'api' }, { Name: 'Stage', Value: 'production' }],
    },
  });
});

test('none of them takes silence for trouble, and all of them tell somebody', () => {
  for (const { Properties } of alarms) {
    expect(Properties['TreatMissingData']).toBe('notBreaching');
    expect(Properties['AlarmActions']).toHaveLength(1);
    expect(Properties['OKActions']).toEqual(Properties['AlarmActions']);
  }
});

test('none of them watches the load balancer as a whole', () => {
  for (const { Properties } of alarms) {
    for (const { MetricStat } of Properties['Metrics'] ?? []) {
      const dimensions = (MetricStat?.Metric.Dimensions ?? []).map(({ Name }: { Name: string }) => Name);
      if (MetricStat?.Metric.Namespace === 'AWS/ApplicationELB') expect(dimensions).toContain('TargetGroup');
    }
  }
});

test('one write that met a server in recovery is enough, when a customer sent it', () => {
  const [filter] = ofType(api, 'AWS::Logs::MetricFilter');
  expect(filter?.Properties).toMatchObject({
    FilterPattern: '{ $.sqlstate = "25006" && $.synthetic NOT EXISTS }',
    MetricTransformations: [{
      MetricNamespace: 'Changeover/Service', MetricName: 'MisledWrites', MetricValue: '1',
      Dimensions: [{ Key: 'Stage', Value: '$.stage' }, { Key: 'Service', Value: '$.service' }],
    }],
  });
  expect(filter?.Properties['MetricTransformations'][0]).not.toHaveProperty('DefaultValue');
  const { Properties } = named('misled-writes');
  expect(Properties).toMatchObject({ Threshold: 1, DatapointsToAlarm: 1, EvaluationPeriods: 3 });
  expect(Properties['Metrics'][1].MetricStat.Metric).toMatchObject({
    MetricName: 'MisledWrites', Dimensions: [{ Name: 'Service', Value: 'api' }, { Name: 'Stage', Value: 'production' }],
  });
});

test('slow answers of each operation are noticed after a quarter of an hour, and take nothing back', () => {
  expect(all.filter(isSlow).map(({ Properties }) => Properties['AlarmName'])).toEqual(
    ['earnPoints', 'usePoints', 'getBalance', 'listHistory'].map((operation) => `production-api-${operation}-slow`));
  for (const { Properties } of all.filter(isSlow)) {
    expect(Properties).toMatchObject({ ExtendedStatistic: 'p99', Threshold: 500, Period: 300, EvaluationPeriods: 3, TreatMissingData: 'notBreaching' });
    expect(Properties).not.toHaveProperty('AlarmActions');
  }
});
