import { BatchGetDeploymentGroupsCommand, GetDeploymentGroupCommand, ListDeploymentGroupsCommand, UpdateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { wireKeys } from '../../../lib/region/codedeploy/wire-keys';
import { groupOf, ROLE } from '../support/deploying';
import { client, group, named, openShop, region, stage } from '../support/shop';

openShop();

const look = async (deploymentGroupName = 'api') => (await client.send(new GetDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName }))).deploymentGroupInfo!;

describe('groups', () => {
  test('show everything that they were made of', async () => {
    const alarmConfiguration = { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: '5xx' }] };
    const triggerConfigurations = [{ triggerName: 'tell', triggerTargetArn: 'arn:aws:sns:ap-northeast-2:111122223333:topic', triggerEvents: ['DeploymentFailure' as const] }];
    const { deploymentGroupId } = await group({ alarmConfiguration, triggerConfigurations });
    const { deploymentStyle, loadBalancerInfo, autoRollbackConfiguration, ecsServices, deploymentConfigName } = groupOf(stage);
    expect(await look()).toEqual({
      applicationName: 'shop', deploymentGroupName: 'api', deploymentGroupId, deploymentConfigName, serviceRoleArn: ROLE, deploymentStyle, loadBalancerInfo, autoRollbackConfiguration, ecsServices,
      alarmConfiguration, triggerConfigurations, ec2TagFilters: [], onPremisesInstanceTagFilters: [], autoScalingGroups: [], outdatedInstancesStrategy: 'UPDATE', computePlatform: 'ECS', terminationHookEnabled: false,
      blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 }, deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 } },
    });
  });

  test('an update changes what it names and nothing else', async () => {
    await group({ alarmConfiguration: { enabled: true, alarms: [{ name: '5xx' }] } });
    const before = await look();
    const change = (more: object) => client.send(new UpdateDeploymentGroupCommand({ applicationName: 'shop', currentDeploymentGroupName: 'api', ...more }));
    expect(await change({ autoRollbackConfiguration: { enabled: false, events: [] } })).toMatchObject({ hooksNotCleanedUp: [] });
    expect(await look()).toEqual({ ...before, autoRollbackConfiguration: { enabled: false, events: [] } });
    await change({ newDeploymentGroupName: 'web' });
    expect(await look('web')).toEqual({ ...before, deploymentGroupName: 'web', autoRollbackConfiguration: { enabled: false, events: [] } });
    await expect(look()).rejects.toMatchObject({ name: 'DeploymentGroupDoesNotExistException', message: 'No Deployment Group found for name: api' });
    await expect(change({})).rejects.toEqual(named('DeploymentGroupDoesNotExistException'));
  });

  test('a service belongs to one group', async () => {
    await group();
    await expect(group()).rejects.toEqual(named('DeploymentGroupAlreadyExistsException'));
    await expect(group({ deploymentGroupName: 'second' })).rejects.toEqual(named('ECSServiceMappingLimitExceededException'));
  });

  test('a batch says what it did not find', async () => {
    await group();
    expect(await client.send(new BatchGetDeploymentGroupsCommand({ applicationName: 'shop', deploymentGroupNames: ['gone', 'api'] }))).toMatchObject({
      deploymentGroupsInfo: [{ deploymentGroupName: 'api' }], errorMessage: 'No Deployment Group found for name: gone',
    });
  });

  const pair = (more: object = {}) => ({ loadBalancerInfo: { targetGroupPairInfoList: [{ ...groupOf(stage).loadBalancerInfo!.targetGroupPairInfoList![0], ...more }] } });
  const bake = (action: string, minutes: number) => ({ blueGreenDeploymentConfiguration: { terminateBlueInstancesOnDeploymentSuccess: { action, terminationWaitTimeInMinutes: minutes } } });
  const ready = (actionOnTimeout: string, waitTimeInMinutes: number) => ({ blueGreenDeploymentConfiguration: { deploymentReadyOption: { actionOnTimeout, waitTimeInMinutes } } });
  test.each<[string, () => object, string, string?]>([
    ['an application that is not there', () => ({ applicationName: 'nobody' }), 'ApplicationDoesNotExistException'],
    ['no name', () => ({ deploymentGroupName: '' }), 'DeploymentGroupNameRequiredException'],
    ['no role', () => ({ serviceRoleArn: '' }), 'RoleRequiredException'],
    ['a role that is none', () => ({ serviceRoleArn: 'codedeploy' }), 'InvalidRoleException'],
    ['a configuration that is not there', () => ({ deploymentConfigName: 'CodeDeployDefault.ECSSometimes' }), 'DeploymentConfigDoesNotExistException'],
    ['deployment in place', () => ({ deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' } }), 'InvalidDeploymentStyleException'],
    ['no service', () => ({ ecsServices: [] }), 'InvalidECSServiceException'],
    ['a service that is not there', () => ({ ecsServices: [{ serviceName: 'web', clusterName: 'shop' }] }), 'InvalidECSServiceException', 'The ECS service web cannot be found in the cluster shop.'],
    ['a cluster that is not there', () => ({ ecsServices: [{ serviceName: 'api', clusterName: 'market' }] }), 'InvalidECSServiceException'],
    ['a classic load balancer', () => ({ loadBalancerInfo: { elbInfoList: [{ name: 'old' }] } }), 'InvalidLoadBalancerInfoException', 'For ECS deployment group, loadBalancerInfo must not contain elbInfo list'],
    ['no pair', () => ({ loadBalancerInfo: {} }), 'InvalidLoadBalancerInfoException'],
    ['one target group', () => pair({ targetGroups: [{ name: stage.groupNames[0] }] }), 'InvalidTargetGroupPairException'],
    ['the same target group twice', () => pair({ targetGroups: [0, 0].map((index) => ({ name: stage.groupNames[index] })) }), 'InvalidTargetGroupPairException'],
    ['a target group that is not there', () => pair({ targetGroups: [{ name: stage.groupNames[0] }, { name: 'gone' }] }), 'InvalidLoadBalancerInfoException'],
    ['no production listener', () => pair({ prodTrafficRoute: undefined }), 'InvalidTargetGroupPairException'],
    ['two production listeners', () => pair({ prodTrafficRoute: { listenerArns: [stage.production, stage.test] } }), 'InvalidTargetGroupPairException'],
    ['one listener for both', () => pair({ testTrafficRoute: { listenerArns: [stage.production] } }), 'InvalidTargetGroupPairException'],
    ['a listener that is not there', () => pair({ testTrafficRoute: { listenerArns: ['arn:gone'] } }), 'InvalidLoadBalancerInfoException'],
    ['blue that is kept alive', () => bake('KEEP_ALIVE', 5), 'InvalidBlueGreenDeploymentConfigurationException'],
    ['a bake of more than two days', () => bake('TERMINATE', 2_881), 'InvalidBlueGreenDeploymentConfigurationException'],
    ['a negative bake', () => bake('TERMINATE', -1), 'InvalidBlueGreenDeploymentConfigurationException'],
    ['a wait that nothing ends', () => ready('CONTINUE_DEPLOYMENT', 5), 'InvalidBlueGreenDeploymentConfigurationException'],
    ['an action that is none', () => ready('SOMETIMES', 5), 'InvalidBlueGreenDeploymentConfigurationException'],
    ['instances', () => ({ autoScalingGroups: ['web'] }), 'InvalidAutoScalingGroupException'],
    ['tagged instances', () => ({ ec2TagFilters: [{ Key: 'a' }] }), 'InvalidEC2TagException'],
    ['eleven alarms', () => ({ alarmConfiguration: { enabled: true, alarms: Array.from({ length: 11 }, (_, index) => ({ name: `a${index}` })) } }), 'AlarmsLimitExceededException'],
    ['alarms without any', () => ({ alarmConfiguration: { enabled: true, alarms: [] } }), 'InvalidAlarmConfigException'],
    ['an alarm twice', () => ({ alarmConfiguration: { enabled: true, alarms: [{ name: 'a' }, { name: 'a' }] } }), 'InvalidAlarmConfigException'],
    ['rollback for no event', () => ({ autoRollbackConfiguration: { enabled: true, events: [] } }), 'InvalidAutoRollbackConfigException'],
    ['rollback for an event that is none', () => ({ autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_BOREDOM'] } }), 'InvalidAutoRollbackConfigException'],
    ['a trigger without a topic', () => ({ triggerConfigurations: [{ triggerName: 'tell', triggerEvents: ['DeploymentStop'] }] }), 'InvalidTriggerConfigException'],
    ['a trigger for an event that is none', () => ({ triggerConfigurations: [{ triggerName: 'tell', triggerTargetArn: 'arn:aws:sns:x', triggerEvents: ['Boredom'] }] }), 'InvalidTriggerConfigException'],
  ])('%s is refused', async (_, more, name, ...[message]) => {
    await expect(group(more())).rejects.toMatchObject({ name, ...(message === undefined ? {} : { message }) });
    expect((await client.send(new ListDeploymentGroupsCommand({ applicationName: 'shop' }))).deploymentGroups).toEqual([]);
  });

  test('a field that the API does not have is named', async () => {
    expect(() => region.catalog.addGroup({ ...groupOf(stage), colour: 'green' } as never, undefined as never)).toThrow('the region does not serve DeploymentGroup.colour');
  });
});

describe('a template', () => {
  const capital = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(capital);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key === 'ecsServices' ? 'ECSServices' : key.charAt(0).toUpperCase() + key.slice(1), capital(inner)]));
  };

  test('says the same in its own spelling', () => {
    expect(wireKeys(capital(groupOf(stage)))).toEqual(groupOf(stage));
    expect(wireKeys({ Tags: [{ Key: 'a', Value: 'b' }] })).toEqual({ tags: [{ Key: 'a', Value: 'b' }] });
  });

  test('fills the same catalog as clients do, and an update of it takes back what it no longer says', async () => {
    const config = await region.make('AWS::CodeDeploy::DeploymentConfig', { ComputePlatform: 'ECS', TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: '20', LinearInterval: '1' } } });
    const application = await region.make('AWS::CodeDeploy::Application', { ComputePlatform: 'ECS', Tags: [{ Key: 'team', Value: 'points' }] });
    const properties = { ...groupOf(stage, { applicationName: application.physicalId, deploymentConfigName: config.physicalId, alarmConfiguration: { enabled: true, alarms: [{ name: '5xx' }] } }), deploymentGroupName: undefined };
    const made = await region.make('AWS::CodeDeploy::DeploymentGroup', capital(properties) as object as Record<string, unknown>);
    const read = async () => (await client.send(new GetDeploymentGroupCommand({ applicationName: application.physicalId, deploymentGroupName: made.physicalId }))).deploymentGroupInfo!;
    expect(await read()).toMatchObject({ deploymentGroupId: made.attributes['Id'], deploymentConfigName: config.physicalId, alarmConfiguration: { enabled: true } });
    const provider = region.registry.provider('AWS::CodeDeploy::DeploymentGroup')!;
    const changed = { ...properties, alarmConfiguration: undefined, deploymentConfigName: undefined };
    await provider.update({ place: stage as never, stackName: '', stackId: '', logicalId: '', type: '', metadata: {}, properties: capital(changed) as Record<string, unknown> }, { ...made, properties: {} });
    expect(await read()).toMatchObject({ deploymentGroupId: made.attributes['Id'], deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce', alarmConfiguration: { enabled: false, alarms: [] } });
    await region.registry.provider('AWS::CodeDeploy::DeploymentConfig')!.delete(undefined as never, { ...config, properties: {} });
  });
});
