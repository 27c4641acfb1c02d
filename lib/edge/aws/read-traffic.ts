import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { DescribeTargetGroupsCommand, type ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Traffic } from '../../core/story/story';
import type { Instant } from '../../core/units';
import type { FoundService } from './find-service';

export interface TrafficClients {
  readonly cloudwatch: CloudWatchClient;
  readonly balancing: ElasticLoadBalancingV2Client;
}

/** Load balancers count by the minute: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
const PERIOD = 60;

/** What the load balancer has counted between two moments. @param green the target group of the new tasks, if that is known */
export async function readTraffic(clients: TrafficClients, { targetGroups }: FoundService, { from, to }: { readonly from: Instant; readonly to: Instant }, green: string | undefined): Promise<Traffic> {
  const { TargetGroups = [] } = await clients.balancing.send(new DescribeTargetGroupsCommand({ Names: [...targetGroups] }));
  const groups = TargetGroups.map(({ TargetGroupName = '', TargetGroupArn = '', LoadBalancerArns: [balancer = ''] = [] }) => ({ name: TargetGroupName, group: lastOf(TargetGroupArn, 'targetgroup/'), balancer: lastOf(balancer, 'app/') }));
  const metric = (Id: string, MetricName: string, dimensions: Readonly<Record<string, string>>): MetricDataQuery => ({
    Id, MetricStat: { Metric: { Namespace: 'AWS/ApplicationELB', MetricName, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) }, Period: PERIOD, Stat: 'Sum' },
  });
  const queries = groups.flatMap(({ group, balancer }, at) => [
    metric(`requests${at}`, 'RequestCount', { LoadBalancer: balancer, TargetGroup: group }), metric(`failed${at}`, 'HTTPCode_Target_5XX_Count', { LoadBalancer: balancer, TargetGroup: group }),
  ]);
  const balancer = groups.find((one) => one.balancer !== '')?.balancer;
  const sums = await sumsOf(clients.cloudwatch, [...queries, ...(balancer === undefined ? [] : [metric('unanswered', 'HTTPCode_ELB_5XX_Count', { LoadBalancer: balancer })])], from, to);
  return {
    from, to, unanswered: sums.get('unanswered') ?? 0,
    groups: groups.map(({ name }, at) => ({ name, role: green === undefined ? 'unknown' : name === green ? 'new' : 'before', requests: sums.get(`requests${at}`) ?? 0, failed: sums.get(`failed${at}`) ?? 0 })),
  };
}

/** `arn:...:loadbalancer/app/<name>/<id>` and `arn:...:targetgroup/<name>/<id>`, as metrics name them. */
const lastOf = (arn: string, from: string): string => (arn.includes(from) ? arn.slice(arn.indexOf(from)) : '');

async function sumsOf(cloudwatch: CloudWatchClient, MetricDataQueries: MetricDataQuery[], from: Instant, to: Instant): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  if (MetricDataQueries.length === 0) return sums;
  const window = { StartTime: new Date(Math.floor(from / 60_000) * 60_000), EndTime: new Date(Math.ceil(to / 60_000) * 60_000) };
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, ...window, ...(NextToken !== undefined && { NextToken }) }));
    for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) sums.set(Id, (sums.get(Id) ?? 0) + Values.reduce((sum, value) => sum + value, 0));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return sums;
}
