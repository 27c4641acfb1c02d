import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Sight } from '../../../lib/core/evidence/judge-sight';

/** Which numbers are green's: the load balancer's and target group's names as metrics know them, and whose lines are counted. */
export interface SightOf {
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly stage: string;
  readonly service: string;
}

const PERIOD_SECONDS = 60;
/** A request for numbers names an end; nobody watches for so long. */
const AN_HOUR_MS = 3_600_000;

/** What CloudWatch has counted since the first whole minute after a moment of AWS's clock. */
export function sightSince(cloudwatch: CloudWatchClient, { loadBalancer, targetGroup, stage, service }: SightOf, moment: Date): () => Promise<Sight> {
  const period = PERIOD_SECONDS * 1_000;
  const StartTime = new Date(Math.ceil(moment.getTime() / period) * period);
  const MetricDataQueries = [
    sumOf('served', 'AWS/ApplicationELB', 'RequestCount', { LoadBalancer: loadBalancer, TargetGroup: targetGroup }),
    sumOf('logged', 'Changeover/Service', 'Answers', { Stage: stage, Service: service }),
  ];
  return async () => {
    const { MetricDataResults = [] } = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime: new Date(StartTime.getTime() + AN_HOUR_MS) }));
    const total = (id: string): number => (MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []).reduce((sum, value) => sum + value, 0);
    return { served: total('served'), logged: total('logged') };
  };
}

const sumOf = (Id: string, Namespace: string, MetricName: string, dimensions: Readonly<Record<string, string>>): MetricDataQuery => ({
  Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) }, Period: PERIOD_SECONDS, Stat: 'Sum' },
});
