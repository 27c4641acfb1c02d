import { loadBalancingResources } from '../../../lib/region/elbv2/resources';
import { making } from '../support/made';
import { stillBalancing } from '../support/still-plane';

async function withGroup(delaySeconds = 300) {
  const still = stillBalancing(2);
  const { create } = making(loadBalancingResources(still.balancing, still.ids));
  const attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delaySeconds) }];
  const { physicalId: arn } = await create('TargetGroup', { Port: 8080, Protocol: 'HTTP', TargetType: 'ip', TargetGroupAttributes: attributes });
  const hear = (node: number, healthy: boolean, reason = ''): void => still.balancing.hear({ kind: 'health', groupArn: arn, targetId: 'task:8080', node, healthy, reason });
  await still.balancing.register(arn, 'task:8080', 5_000);
  return { ...still, arn, hear, state: () => still.balancing.targetsOf(arn).map(({ state, reason }) => `${state} ${reason}`.trim()) };
}

test('a target is initial until every node has found it healthy', async () => {
  const { state, hear } = await withGroup();
  expect(state()).toEqual(['initial Target registration is in progress']);
  hear(0, true);
  expect(state()).toEqual(['initial Target registration is in progress']);
  hear(1, true);
  expect(state()).toEqual(['healthy']);
});

test('one node that finds a target unhealthy is enough', async () => {
  const { state, hear } = await withGroup();
  hear(0, true);
  hear(1, false, 'Request timed out');
  expect(state()).toEqual(['unhealthy Request timed out']);
});

test('a target leaves as soon as the balancer says that nothing is on its way any more', async () => {
  const { balancing, arn, state, hear, last } = await withGroup();
  const gone = balancing.deregister(arn, 'task:8080');
  expect(state()).toEqual(['draining Target deregistration is in progress']);
  // Health does not matter any more.
  hear(0, true);
  hear(1, true);
  expect(state()).toEqual(['draining Target deregistration is in progress']);
  expect(last().groups[0]?.targets).toEqual([{ id: 'task:8080', port: 5_000, draining: true }]);
  balancing.hear({ kind: 'drained', groupArn: arn, targetId: 'task:8080' });
  await gone;
  expect(state()).toEqual([]);
});

test('a target whose requests do not end leaves when the deregistration delay is over', async () => {
  const { balancing, arn, state } = await withGroup(0);
  await balancing.deregister(arn, 'task:8080');
  expect(state()).toEqual([]);
});

test('watchers hear of every change of health and of every departure', async () => {
  const { balancing, arn, hear } = await withGroup(0);
  let heard = 0;
  const watch = balancing.watch(() => { heard += 1; });
  hear(0, true);
  await balancing.deregister(arn, 'task:8080');
  watch[Symbol.dispose]();
  hear(1, true);
  expect(heard).toBe(2);
});
