import type { Clock } from '../../core/time';
import { minutes } from '../../core/units';
import type { MetricStore, Series } from '../cloudwatch/metric-store';
import type { Served } from './balancer/messages';
import type { LoadBalancing } from './load-balancing';

const NAMESPACE = 'AWS/ApplicationELB';

/** Counts what the balancer served, as https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html names it. */
export function countServed(served: readonly Served[], balancing: LoadBalancing, metrics: MetricStore, clock: Clock): void {
  const now = clock.now();
  for (const { loadBalancerArn, groupArn, status, byTarget, latencies, count } of served) {
    const balancer = balancing.loadBalancers.get(loadBalancerArn);
    const group = groupArn === undefined ? undefined : balancing.groups.get(groupArn);
    if (balancer === undefined) continue;
    const whole = { LoadBalancer: balancer.dimension };
    const sets = group === undefined ? [whole] : [whole, { ...whole, TargetGroup: group.dimension }];
    const put = (name: string, dimensions: Series['dimensions'], value: number, times: number): void =>
      metrics.put({ namespace: NAMESPACE, name, dimensions }, now, value, times);
    for (const dimensions of sets) {
      put('RequestCount', dimensions, 1, count);
      if (byTarget) put(`HTTPCode_Target_${Math.floor(status / 100)}XX_Count`, dimensions, 1, count);
      for (const latency of latencies) put('TargetResponseTime', dimensions, latency / 1_000, 1);
    }
    // Answers of the balancer itself have no target group.
    if (!byTarget) put(`HTTPCode_ELB_${Math.floor(status / 100)}XX_Count`, whole, 1, count);
    if (!byTarget && status >= 500) put(`HTTPCode_ELB_${status}_Count`, whole, 1, count);
  }
}

/** Host counts are published every minute for groups with targets, whether or not there is traffic. */
export async function countHosts(balancing: LoadBalancing, metrics: MetricStore, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(minutes(1), signal);
    for (const group of balancing.groups.values()) {
      const targets = [...group.targets.values()];
      if (targets.length === 0) continue;
      for (const balancer of balancing.behind(group.arn)) {
        const dimensions = { LoadBalancer: balancer.dimension, TargetGroup: group.dimension };
        const put = (name: string, state: string): void =>
          metrics.put({ namespace: NAMESPACE, name, dimensions }, clock.now(), targets.filter((target) => target.state === state).length);
        put('HealthyHostCount', 'healthy');
        put('UnHealthyHostCount', 'unhealthy');
      }
    }
  }
}
