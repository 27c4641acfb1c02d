import { seconds } from '../../core/units';
import type { ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, listOf, refuseOthers, refuseUnless, textOf, wholeNumber, type Fields } from '../fields';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import { readNetwork } from './network';
import type { Attachment } from './registration';
import type { ContainerResourcePorts } from './resources';
import type { Service } from './service';

const TYPE = 'AWS::ECS::Service';
const INVALID = 'InvalidParameterException';

/** One task when a template leaves the number to scaling: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html */
export const desiredCountIn = (properties: Fields, otherwise: number): number => wholeNumber(`${TYPE}.DesiredCount`, properties['DesiredCount'], [0, 5_000], otherwise);

/** Reads a new service from a template. */
export function readService({ place, properties, stackName, logicalId }: ResourceRequest, { service: ecs, ids, clock }: ContainerResourcePorts): Omit<Service, 'controller'> {
  const cluster = ecs.cluster(textOf(properties['Cluster']) ?? 'default');
  const name = textOf(properties['ServiceName']) ?? `${stackName}-${logicalId}-${ids.upper(12)}`;
  if (ecs.service(cluster.arn, name) !== undefined) throw new ServiceError(INVALID, 'Creation of service was not idempotent.');
  return {
    arn: arnOf('ecs', place, `service/${cluster.name}/${name}`), name, clusterArn: cluster.arn, place, family: String(properties['TaskDefinition']), createdAt: clock.now(),
    desiredCount: desiredCountIn(properties, 1), attachment: attachmentIn(properties), network: readNetwork(properties['NetworkConfiguration']), taskSets: [],
    grace: seconds(wholeNumber(`${TYPE}.HealthCheckGracePeriodSeconds`, properties['HealthCheckGracePeriodSeconds'], [0, 2_147_483_647], 0)),
  };
}

function attachmentIn(properties: Fields): Attachment | undefined {
  const targets = listOf(properties['LoadBalancers']);
  const [target] = targets;
  if (target === undefined && !byCodeDeploy(properties)) return undefined;
  if (target === undefined || targets.length > 1) throw new ServiceError(INVALID, `A service ${byCodeDeploy(properties) ? 'with a CODE_DEPLOY deployment controller needs' : 'has in the region'} exactly one load balancer, got ${targets.length}.`);
  refuseOthers(`${TYPE}.LoadBalancers`, target, { served: ['ContainerName', 'ContainerPort', 'TargetGroupArn'] }, INVALID);
  return {
    targetGroupArn: String(target['TargetGroupArn']), containerName: String(target['ContainerName']),
    containerPort: wholeNumber(`${TYPE}.LoadBalancers.ContainerPort`, target['ContainerPort'], [1, 65_535]),
  };
}

const byCodeDeploy = (properties: Fields): boolean => fieldsOf(properties['DeploymentController'])['Type'] === 'CODE_DEPLOY';

/** @throws ServiceError for everything that the region does not do */
export function refuseService(properties: Fields): void {
  refuseOthers(TYPE, properties, {
    served: [
      'ServiceName', 'Cluster', 'TaskDefinition', 'DesiredCount', 'LoadBalancers', 'NetworkConfiguration', 'DeploymentController', 'DeploymentConfiguration', 'LaunchType',
      'PlatformVersion', 'HealthCheckGracePeriodSeconds', 'SchedulingStrategy', 'EnableExecuteCommand', 'AvailabilityZoneRebalancing',
    ],
    withoutEffect: ['EnableECSManagedTags', 'PropagateTags', 'Tags', 'Role'],
  }, INVALID);
  refuseUnless(`${TYPE}.DeploymentController.Type`, fieldsOf(properties['DeploymentController'])['Type'], ['CODE_DEPLOY', 'ECS'], INVALID);
  if (byCodeDeploy(properties)) {
    // How many tasks may run beside the old ones means nothing where a whole second set is started.
    refuseOthers(`${TYPE}.DeploymentConfiguration`, fieldsOf(properties['DeploymentConfiguration']), { served: [], withoutEffect: ['MaximumPercent', 'MinimumHealthyPercent'] }, INVALID);
  }
  refuseUnless(`${TYPE}.LaunchType`, properties['LaunchType'] ?? 'EC2', ['FARGATE'], INVALID);
  refuseUnless(`${TYPE}.PlatformVersion`, properties['PlatformVersion'], ['LATEST', '1.4.0'], INVALID);
  refuseUnless(`${TYPE}.SchedulingStrategy`, properties['SchedulingStrategy'], ['REPLICA'], INVALID);
  refuseUnless(`${TYPE}.EnableExecuteCommand`, properties['EnableExecuteCommand'], [false], INVALID);
  refuseUnless(`${TYPE}.AvailabilityZoneRebalancing`, properties['AvailabilityZoneRebalancing'], ['DISABLED'], INVALID);
}
