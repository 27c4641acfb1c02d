import { queryCall } from '../../../lib/region/endpoint/query-protocol';
import { balancingOperations } from '../../../lib/region/elbv2/operations';
import { loadBalancingResources } from '../../../lib/region/elbv2/resources';
import { making } from '../support/made';
import { stillBalancing } from '../support/still-plane';

async function withRule() {
  const { balancing, ids, last } = stillBalancing(1);
  const { create } = making(loadBalancingResources(balancing, ids));
  const group = async () => (await create('TargetGroup', { Port: 8080, Protocol: 'HTTP', TargetType: 'ip' })).physicalId;
  const balancer = async () => (await create('LoadBalancer', {})).physicalId;
  const [one, two] = [await group(), await group()];
  const forward = (groups: readonly (readonly [string, number])[]) => [{ Type: 'forward', ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) } }];
  const listener = async () => (await create('Listener', { LoadBalancerArn: await balancer(), Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }] })).physicalId;
  const rule = async (ListenerArn: string, groups: readonly (readonly [string, number])[]) =>
    (await create('ListenerRule', { ListenerArn, Priority: 1_000, Conditions: [{ Field: 'path-pattern', Values: ['/*'] }], Actions: forward(groups) })).physicalId;
  const arn = await rule(await listener(), [[one, 100], [two, 0]]);
  const modify = async (ruleArn: string, groups: readonly (readonly [string, number])[], more: Readonly<Record<string, string>> = {}): Promise<object> => {
    const members = groups.flatMap(([group, weight], index) => Object.entries({ TargetGroupArn: group, Weight: String(weight) }).map(([name, value]) => [`Actions.member.1.ForwardConfig.TargetGroups.member.${index + 1}.${name}`, value]));
    const body = new URLSearchParams([['Action', 'ModifyRule'], ['Version', '2015-12-01'], ['RuleArn', ruleArn], ['Actions.member.1.Type', 'forward'], ...members, ...Object.entries(more)] as [string, string][]);
    const services = { '2015-12-01': { name: 'ElasticLoadBalancingV2', signingName: 'elasticloadbalancing', namespace: 'n', operations: balancingOperations(balancing) } };
    const { run, input } = queryCall(body.toString(), services);
    return await run(input, { accessKeyId: 'k', region: 'r' }) as object;
  };
  return { one, two, arn, modify, last, other: async () => rule(await listener(), [[await group(), 1]]) };
}

test('the weights of a rule are set by a client, in force when the answer comes; its conditions stay', async () => {
  const { one, two, arn, modify, last } = await withRule();
  const shown = await modify(arn, [[two, 100], [one, 0]]);
  const groups = [{ TargetGroupArn: two, Weight: 100 }, { TargetGroupArn: one, Weight: 0 }];
  expect(shown).toMatchObject({ Rules: [{ RuleArn: arn, Priority: '1000', Conditions: [{ Values: ['/*'] }], Actions: [{ ForwardConfig: { TargetGroups: groups } }] }] });
  expect(JSON.stringify(last().listeners)).toContain(JSON.stringify({ kind: 'forward', groups: [{ arn: two, weight: 100 }, { arn: one, weight: 0 }] }));
});

test('a rule that is not there, a default rule, a group of another balancer and a change of conditions are refused', async () => {
  const { one, arn, modify, other } = await withRule();
  await expect(modify(`${arn}x`, [[one, 1]])).rejects.toMatchObject({ code: 'RuleNotFound' });
  await expect(modify(arn.replace(/[^/]+$/, 'default'), [[one, 1]])).rejects.toMatchObject({ code: 'OperationNotPermitted' });
  await expect(modify(await other(), [[one, 1]])).rejects.toMatchObject({ code: 'TargetGroupAssociationLimit' });
  await expect(modify(arn, [[one, 1]], { 'Conditions.member.1.Field': 'path-pattern' })).rejects.toMatchObject({ message: 'the region does not serve Conditions' });
});
