import { minutes, percent } from '../../lib/core/units';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const api = synthesize()['production-Api'] as CfnTemplate;
const group = only(api, 'AWS::CodeDeploy::DeploymentGroup');

test('whatever ends a deployment early rolls it back', () => {
  expect(group.Properties['AutoRollbackConfiguration']).toEqual({
    Enabled: true,
    Events: expect.arrayContaining(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST']),
  });
});

test('an alarm that cannot be read stops a deployment, and nobody has to approve one', () => {
  expect(group.Properties['AlarmConfiguration']).toMatchObject({ Enabled: true, IgnorePollAlarmFailure: false });
  expect(group.Properties['BlueGreenDeploymentConfiguration']['DeploymentReadyOption']['ActionOnTimeout']).toBe('CONTINUE_DEPLOYMENT');
});

test('blue is kept for the bake and then ended', () => {
  expect(group.Properties['BlueGreenDeploymentConfiguration']['TerminateBlueInstancesOnDeploymentSuccess'])
    .toEqual({ Action: 'TERMINATE', TerminationWaitTimeInMinutes: 10 });
});

test('the test listener is part of it, or the proof on green would be skipped', () => {
  const [pair] = group.Properties['LoadBalancerInfo']['TargetGroupPairInfoList'];
  const port = ({ ListenerArns: [listener] }: { ListenerArns: { Ref: string }[] }) =>
    api.Resources[listener?.Ref ?? '']?.Properties['Port'];
  expect([port(pair.ProdTrafficRoute), port(pair.TestTrafficRoute)]).toEqual([443, 8_443]);
  expect(pair.TargetGroups).toHaveLength(2);
});

test('it is made after the rules that it looks for, and after its own permissions', () => {
  const rules = ofType(api, 'AWS::ElasticLoadBalancingV2::ListenerRule').filter(({ Properties }) => Properties['Priority'] === 1_000);
  expect(group.DependsOn).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
  expect(group.DependsOn).toContain(only(api, 'AWS::IAM::Policy', 'DeploymentPermissions').id);
});

test('the configuration has no name, because a changed one is a new one', () => {
  const { Properties } = only(api, 'AWS::CodeDeploy::DeploymentConfig');
  expect(Properties).toEqual({
    ComputePlatform: 'ECS',
    TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 10, CanaryInterval: 5 } },
  });
});

test('another traffic of the stage is another configuration', () => {
  const traffic = { kind: 'linear', percent: percent(25), every: minutes(2) } as const;
  const linear = synthesize((stage) => ({ ...stage, traffic }))['production-Api'] as CfnTemplate;
  expect(only(linear, 'AWS::CodeDeploy::DeploymentConfig').Properties['TrafficRoutingConfig'])
    .toEqual({ Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 25, LinearInterval: 2 } });
});
