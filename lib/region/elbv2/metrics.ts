import type { Clock } from '../../core/time';
import type { Instant } from '../../core/units';
import { everyMinute } from '../cloudwatch/every-minute';
import type { MetricStore, Series } from '../cloudwatch/metric-store';
import type { Ending, Served } from './balancer/messages';
import type { TargetGroup } from './live';
import type { LoadBalancing } from './load-balancing';

const NAMESPACE = 'AWS/ApplicationELB';
/** Response times are measured to the millisecond. */
const PRECISION = 1_000;

/** Counts what the balancer served, as https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html names it. */
export function countServed(served: readonly Served[], balancing: LoadBalancing, metrics: MetricStore, clock: Clock): void {
  const now = clock.now();
  for (const { loadBalancerArn, ending, latencies, count } of served) {
    const balancer = balancing.loadBalancers.get(loadBalancerArn);
    if (balancer === undefined) continue;
    const whole = { LoadBalancer: balancer.dimension };
    const group = 'groupArn' in ending ? balancing.groups.get(ending.groupArn) : undefined;
    const both = group === undefined ? [whole] : [whole, { ...whole, TargetGroup: group.dimension }];
    const put = (name: string, dimensions: Series['dimensions'], value: number, times: number): void =>
      metrics.put({ namespace: NAMESPACE, name, dimensions }, now, value, times);
    for (const name of namesOf(ending).ofTargets) for (const dimensions of both) put(name, dimensions, 1, count);
    for (const name of namesOf(ending).ofBalancer) put(name, whole, 1, count);
    for (const dimensions of both) for (const latency of latencies) put('TargetResponseTime', dimensions, Math.round(latency) / PRECISION, 1);
  }
}

/** Metrics of a target group are those of its load balancer too; what the balancer answers itself has no target group. */
function namesOf(ending: Ending): { readonly ofTargets: readonly string[]; readonly ofBalancer: readonly string[] } {
  switch (ending.kind) {
    case 'answered': return { ofTargets: ['RequestCount', `HTTPCode_Target_${Math.floor(ending.status / 100)}XX_Count`], ofBalancer: [] };
    case 'failed': return { ofTargets: ['RequestCount', ...(ending.connected || ending.status < 500 ? [] : ['TargetConnectionErrorCount'])], ofBalancer: codes(ending.status) };
    case 'own': return { ofTargets: [], ofBalancer: [...codes(ending.status), ...(ending.by === 'nobody' ? [] : [ending.by === 'redirect' ? 'HTTP_Redirect_Count' : 'HTTP_Fixed_Response_Count'])] };
    case 'no-session': return { ofTargets: [], ofBalancer: ['ClientTLSNegotiationErrorCount'] };
  }
}

function codes(status: number): readonly string[] {
  const kind = `HTTPCode_ELB_${Math.floor(status / 100)}XX_Count`;
  if (status < 300) return [];
  return [500, 502, 503, 504].includes(status) ? [kind, `HTTPCode_ELB_${status}_Count`] : [kind];
}

/** Host counts are published every minute for groups with targets, by every node, whether or not there is traffic. */
export async function countHosts(balancing: LoadBalancing, metrics: MetricStore, clock: Clock, signal: AbortSignal): Promise<void> {
  for await (const at of everyMinute(clock, signal)) {
    for (const group of balancing.groups.values()) countHostsOf(group, balancing, metrics, at);
  }
}

function countHostsOf({ arn, dimension, targets }: TargetGroup, balancing: LoadBalancing, metrics: MetricStore, at: Instant): void {
  if (targets.size === 0) return;
  const all = [...targets.values()];
  for (const balancer of balancing.behind(arn)) {
    const dimensions = { LoadBalancer: balancer.dimension, TargetGroup: dimension };
    const put = (name: string, count: number): void => metrics.put({ namespace: NAMESPACE, name, dimensions }, at, count);
    for (let node = 0; node < balancing.nodes; node += 1) {
      put('HealthyHostCount', all.filter((target) => target.isHealthyFor(node)).length);
      put('UnHealthyHostCount', all.filter((target) => target.isUnhealthyFor(node)).length);
    }
  }
}
