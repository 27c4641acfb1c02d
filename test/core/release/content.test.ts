import { appSpec } from '../../../lib/core/release/app-spec';
import { contentOf } from '../../../lib/core/release/content';

const definition = {
  taskDefinitionArn: 'arn:aws:ecs:ap-northeast-2:222222222222:task-definition/api:7', family: 'api', revision: 7, status: 'ACTIVE', registeredAt: 1,
  cpu: '256', memory: '512', taskRoleArn: 'role', executionRoleArn: 'execution',
  containerDefinitions: [{ name: 'api', image: 'repository@sha256:aa', environment: [{ name: 'RELEASE', value: 'r1' }], mountPoints: [] }],
};

test('two revisions that say the same have the same content, whenever and under whichever number they were registered', () => {
  const again = { ...definition, taskDefinitionArn: 'another', revision: 9, registeredAt: 2, requiresAttributes: [{ name: 'x' }] };
  expect(contentOf(again)).toBe(contentOf(definition));
});

test('neither the order of keys nor empty lists that a service adds make a difference', () => {
  const [container] = definition.containerDefinitions;
  const reordered = { ...definition, containerDefinitions: [{ environment: container?.environment, volumesFrom: [], image: container?.image, name: container?.name }] };
  expect(contentOf(reordered)).toBe(contentOf(definition));
});

test.each([
  ['the image', { containerDefinitions: [{ ...definition.containerDefinitions[0], image: 'repository@sha256:bb' }] }],
  ['a variable', { containerDefinitions: [{ ...definition.containerDefinitions[0], environment: [{ name: 'RELEASE', value: 'r2' }] }] }],
  ['the role', { taskRoleArn: 'other' }],
  ['the memory', { memory: '1024' }],
])('%s is content', (_, change) => {
  expect(contentOf({ ...definition, ...change })).not.toBe(contentOf(definition));
});

test('an AppSpec gives all three members of the network, for CodeDeploy takes nothing over from the service', () => {
  const text = appSpec({
    taskDefinition: 'arn', containerName: 'api', containerPort: 8080, hooks: { AfterAllowTestTraffic: 'probe' },
    network: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
  });
  expect(JSON.parse(text)).toEqual({
    version: '0.0',
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: {
      TaskDefinition: 'arn', LoadBalancerInfo: { ContainerName: 'api', ContainerPort: 8080 }, PlatformVersion: 'LATEST',
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'DISABLED' } },
    } } }],
    Hooks: [{ AfterAllowTestTraffic: 'probe' }],
  });
});
