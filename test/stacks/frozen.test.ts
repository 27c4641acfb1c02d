import { neverTagged } from '../../lib/stacks/stage-app';
import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only, textsIn } from './support/template';

const templates = synthesize();
const api = templates['production-Api'] as CfnTemplate;

describe('a service under CODE_DEPLOY', () => {
  const service = only(api, 'AWS::ECS::Service');

  test('names nothing that CloudFormation could ever have to change', () => {
    expect(service.Properties).not.toHaveProperty('DesiredCount');
    expect(service.Properties).not.toHaveProperty('Tags');
    expect(service.Properties).not.toHaveProperty('PropagateTags');
    expect(service.Properties).not.toHaveProperty('CapacityProviderStrategy');
    expect(service.Properties['TaskDefinition']).toBe('production-api');
  });

  test('uses nothing that this controller refuses', () => {
    expect(service.Properties['DeploymentController']).toEqual({ Type: 'CODE_DEPLOY' });
    expect(service.Properties['DeploymentConfiguration']).toEqual({ MaximumPercent: 200, MinimumHealthyPercent: 100 });
    expect(service.Properties).not.toHaveProperty('ServiceConnectConfiguration');
    expect(service.Properties['LoadBalancers']).toHaveLength(1);
  });

  test('comes into being only when both its target groups are behind the load balancer, and its tasks may log', () => {
    const rules = ofType(api, 'AWS::ElasticLoadBalancingV2::ListenerRule').filter(({ Properties }) => Properties['Priority'] === 1_000);
    expect(rules).toHaveLength(2);
    expect(service.DependsOn).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
    expect(service.DependsOn).toContain(only(api, 'AWS::IAM::Policy', 'RolesExecution').id);
  });

  test('is replaced by nothing silently: its name is taken', () => {
    expect(service.Properties['ServiceName']).toBe('api');
  });

  test('is lifted to its minimum by a target that nothing suspends', () => {
    const { Properties: target } = only(api, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(target).toMatchObject({ MinCapacity: 3, MaxCapacity: 12 });
    expect(target).not.toHaveProperty('SuspendedState');
  });

  test('scales on CPU, because blue/green allows no target tracking on requests', () => {
    expect(only(api, 'AWS::ApplicationAutoScaling::ScalingPolicy').Properties['TargetTrackingScalingPolicyConfiguration'])
      .toMatchObject({ PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } });
  });
});

describe('what runs before the first release', () => {
  const placeholder = only(api, 'AWS::ECS::TaskDefinition');

  test('is of the family of the releases, and says that it is none', () => {
    expect(placeholder.Properties['Family']).toBe('production-api');
    expect(placeholder.Properties['Tags']).toContainEqual({ Key: 'changeover:placeholder', Value: 'true' });
  });

  test('is an image by digest', () => {
    expect(placeholder.Properties['ContainerDefinitions'][0].Image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  test('serves under the name and port that the target group is told', () => {
    const [container] = placeholder.Properties['ContainerDefinitions'];
    const [target] = only(api, 'AWS::ECS::Service').Properties['LoadBalancers'];
    expect([container.Name, container.PortMappings[0].ContainerPort]).toEqual([target.ContainerName, target.ContainerPort]);
  });
});

describe('tags', () => {
  const everything = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));

  test.each([...neverTagged, 'AWS::CodeDeploy::DeploymentConfig'])('are on no %s', (type) => {
    const found = everything.filter((resource) => resource.Type === type);
    expect(found.length).toBeGreaterThan(0);
    for (const { Properties } of found) expect(Properties).not.toHaveProperty('Tags');
  });

  test('say the stage on what may have them', () => {
    const { Properties } = only(api, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(Properties['Tags']).toContainEqual({ Key: 'changeover:stage', Value: 'production' });
  });
});

test('no target group has a name that a replacement would find taken', () => {
  for (const { Properties } of ofType(api, 'AWS::ElasticLoadBalancingV2::TargetGroup')) expect(Properties).not.toHaveProperty('Name');
});

test('nothing in any template is a value that CDK makes up where zones are unknown', () => {
  expect(textsIn(templates).filter((text) => text.startsWith('dummy1'))).toEqual([]);
});
