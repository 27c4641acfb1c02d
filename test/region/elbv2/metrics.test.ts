import { dice } from '../../../lib/core/chance';
import { instant, minutes, seconds } from '../../../lib/core/units';
import { modelClock } from '../../../lib/edge/time/model-clock';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import type { Ending } from '../../../lib/region/elbv2/balancer/messages';
import { countHosts, countServed } from '../../../lib/region/elbv2/metrics';
import { loadBalancingResources } from '../../../lib/region/elbv2/resources';
import { making } from '../support/made';
import { stillBalancing } from '../support/still-plane';
import { until } from '../support/until';

async function stage(nodes = 1) {
  const { balancing, ids } = stillBalancing(nodes);
  const { create } = making(loadBalancingResources(balancing, ids));
  const balancer = await create('LoadBalancer', {});
  const group = await create('TargetGroup', { Port: 8080, Protocol: 'HTTP', TargetType: 'ip' });
  await create('Listener', { LoadBalancerArn: balancer.physicalId, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn: group.physicalId }] });
  const metrics = new MetricStore(dice(1));
  const dimensions = { LoadBalancer: String(balancer.attributes['LoadBalancerFullName']) };
  const read = (name: string, ofGroup: boolean): readonly number[] =>
    metrics.read({ namespace: 'AWS/ApplicationELB', name, dimensions: ofGroup ? { ...dimensions, TargetGroup: String(group.attributes['TargetGroupFullName']) } : dimensions }, instant(0), instant(1e15), instant(1e15))
      .flatMap(({ value, count }) => Array.from({ length: count }, () => value));
  return { balancing, metrics, balancer, group: group.physicalId, read };
}

const NAMES = ['RequestCount', 'HTTPCode_Target_2XX_Count', 'HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_3XX_Count', 'HTTPCode_ELB_4XX_Count', 'HTTPCode_ELB_5XX_Count',
  'HTTPCode_ELB_502_Count', 'HTTPCode_ELB_503_Count', 'HTTPCode_ELB_504_Count', 'TargetConnectionErrorCount', 'HTTP_Fixed_Response_Count', 'HTTP_Redirect_Count', 'ClientTLSNegotiationErrorCount'];

test.each<[string, (group: string) => Ending, readonly string[], readonly string[]]>([
  ['an answer of a target', (groupArn) => ({ kind: 'answered', groupArn, status: 201 }), ['RequestCount', 'HTTPCode_Target_2XX_Count'], ['RequestCount', 'HTTPCode_Target_2XX_Count']],
  ['an error of a target', (groupArn) => ({ kind: 'answered', groupArn, status: 503 }), ['RequestCount', 'HTTPCode_Target_5XX_Count'], ['RequestCount', 'HTTPCode_Target_5XX_Count']],
  ['a target that takes no connections', (groupArn) => ({ kind: 'failed', groupArn, status: 502, connected: false }), ['RequestCount', 'TargetConnectionErrorCount'], ['RequestCount', 'HTTPCode_ELB_5XX_Count', 'HTTPCode_ELB_502_Count', 'TargetConnectionErrorCount']],
  ['a target that keeps silent', (groupArn) => ({ kind: 'failed', groupArn, status: 504, connected: true }), ['RequestCount'], ['RequestCount', 'HTTPCode_ELB_5XX_Count', 'HTTPCode_ELB_504_Count']],
  ['a client that left', (groupArn) => ({ kind: 'failed', groupArn, status: 460, connected: true }), ['RequestCount'], ['RequestCount', 'HTTPCode_ELB_4XX_Count']],
  ['a group without targets', () => ({ kind: 'own', status: 503, by: 'nobody' }), [], ['HTTPCode_ELB_5XX_Count', 'HTTPCode_ELB_503_Count']],
  ['a fixed response', () => ({ kind: 'own', status: 404, by: 'fixed-response' }), [], ['HTTPCode_ELB_4XX_Count', 'HTTP_Fixed_Response_Count']],
  ['a redirect', () => ({ kind: 'own', status: 301, by: 'redirect' }), [], ['HTTPCode_ELB_3XX_Count', 'HTTP_Redirect_Count']],
  ['a failed handshake', () => ({ kind: 'no-session' }), [], ['ClientTLSNegotiationErrorCount']],
])('%s counts where AWS counts it', async (_, ending, ofGroup, ofBalancer) => {
  const { balancing, metrics, balancer, group, read } = await stage();
  countServed([{ loadBalancerArn: balancer.physicalId, ending: ending(group), latencies: [], count: 3 }], balancing, metrics, modelClock(60));
  expect(NAMES.filter((name) => read(name, true).length === 3)).toEqual(ofGroup);
  expect(NAMES.filter((name) => read(name, false).length === 3)).toEqual(ofBalancer);
});

test('response times are in seconds, measured to the millisecond', async () => {
  const { balancing, metrics, balancer, group, read } = await stage();
  countServed([{ loadBalancerArn: balancer.physicalId, ending: { kind: 'answered', groupArn: group, status: 200 }, latencies: [1.2, 250.7], count: 2 }], balancing, metrics, modelClock(60));
  expect(read('TargetResponseTime', true)).toEqual([0.001, 0.251]);
  expect(read('TargetResponseTime', false)).toEqual([0.001, 0.251]);
});

test('every minute each node says how many targets it finds healthy', async () => {
  const { balancing, metrics, group, read } = await stage(2);
  await balancing.register(group, 'one', 1);
  await balancing.register(group, 'two', 2);
  balancing.hear({ kind: 'health', groupArn: group, targetId: 'one', node: 0, healthy: true, reason: '' });
  balancing.hear({ kind: 'health', groupArn: group, targetId: 'one', node: 1, healthy: false, reason: 'Request timed out' });
  balancing.hear({ kind: 'health', groupArn: group, targetId: 'two', node: 0, healthy: true, reason: '' });
  const closing = new AbortController();
  const counting = countHosts(balancing, metrics, modelClock(minutes(1) / seconds(0.02)), closing.signal).catch(() => undefined);
  await until('a minute has passed', () => read('HealthyHostCount', true).length >= 2);
  closing.abort();
  await counting;
  expect(read('HealthyHostCount', true).slice(0, 2)).toEqual([2, 0]);
  expect(read('UnHealthyHostCount', true).slice(0, 2)).toEqual([0, 1]);
});
