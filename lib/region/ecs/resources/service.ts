import { seconds } from '../../../core/units';
import { PartlyMade, Refused, type ResourceProvider, type ResourceRequest } from '../../cloudformation/provider';
import { fieldsOf, listOf, refuseOthers, refuseUnless, textOf, wholeNumber, type Fields } from '../../fields';
import { arnOf } from '../../place';
import { reasonOf, ServiceError } from '../../service-error';
import { readNetwork } from '../network';
import { NOT_HERE } from '../operations';
import type { ContainerResourcePorts } from '../resources';
import type { Service } from '../service';
import { becomesSteady } from '../steady';

const TYPE = 'AWS::ECS::Service';
const INVALID = 'InvalidParameterException';

export function service(ports: ContainerResourcePorts): ResourceProvider {
  const { service: ecs, balancing, ids } = ports;
  return {
    async create(request, cancelled) {
      const made = read(request, ports);
      const attachment = { targetGroupArn: made.targetGroupArn, containerName: made.container.name, containerPort: made.container.port };
      if (balancing.behind(made.targetGroupArn).length === 0) throw new ServiceError(INVALID, `The target group with targetGroupArn ${made.targetGroupArn} does not have an associated load balancer.`);
      const definition = ecs.usable(made.family, attachment);
      ecs.services.set(made.arn, made);
      const blue = ecs.createTaskSet(made, { definition, attachment, network: made.network, externalId: ids.hex(16), status: 'PRIMARY' });
      try {
        await becomesSteady(blue, cancelled);
      } catch (thrown) {
        throw new PartlyMade(made.arn, reasonOf(thrown));
      }
      return { physicalId: made.arn, attributes: { Name: made.name, ServiceArn: made.arn } };
    },
    async update() {
      // Whatever changed: CloudFormation sends every property, and ECS takes none of them (aws/aws-cdk#23564).
      throw new Refused(INVALID, NOT_HERE);
    },
    async delete(_, { physicalId }) {
      const made = ecs.services.get(physicalId);
      await Promise.all([...made?.taskSets ?? []].map((taskSet) => taskSet.drain()));
      ecs.services.delete(physicalId);
    },
  };
}

function read({ place, properties, stackName, logicalId }: ResourceRequest, { service: ecs, ids, clock }: ContainerResourcePorts): Service {
  refuseService(properties);
  const cluster = ecs.cluster(textOf(properties['Cluster']) ?? 'default');
  const name = textOf(properties['ServiceName']) ?? `${stackName}-${logicalId}-${ids.upper(12)}`;
  if (ecs.service(cluster.arn, name) !== undefined) throw new ServiceError(INVALID, 'Creation of service was not idempotent.');
  const targets = listOf(properties['LoadBalancers']);
  const [target] = targets;
  if (target === undefined || targets.length > 1) throw new ServiceError(INVALID, `A service with a CODE_DEPLOY deployment controller needs exactly one load balancer, got ${targets.length}.`);
  refuseOthers(`${TYPE}.LoadBalancers`, target, { served: ['ContainerName', 'ContainerPort', 'TargetGroupArn'] }, INVALID);
  return {
    arn: arnOf('ecs', place, `service/${cluster.name}/${name}`), name, clusterArn: cluster.arn, place, family: String(properties['TaskDefinition']), createdAt: clock.now(),
    // One task when the template leaves the number to scaling: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html
    desiredCount: wholeNumber(`${TYPE}.DesiredCount`, properties['DesiredCount'], [0, 5_000], 1),
    container: { name: String(target['ContainerName']), port: wholeNumber(`${TYPE}.LoadBalancers.ContainerPort`, target['ContainerPort'], [1, 65_535]) },
    targetGroupArn: String(target['TargetGroupArn']), network: readNetwork(properties['NetworkConfiguration']), taskSets: [],
    grace: seconds(wholeNumber(`${TYPE}.HealthCheckGracePeriodSeconds`, properties['HealthCheckGracePeriodSeconds'], [0, 2_147_483_647], 0)),
  };
}

function refuseService(properties: Fields): void {
  refuseOthers(TYPE, properties, {
    served: [
      'ServiceName', 'Cluster', 'TaskDefinition', 'DesiredCount', 'LoadBalancers', 'NetworkConfiguration', 'DeploymentController', 'DeploymentConfiguration', 'LaunchType',
      'PlatformVersion', 'HealthCheckGracePeriodSeconds', 'SchedulingStrategy', 'EnableExecuteCommand', 'AvailabilityZoneRebalancing',
    ],
    withoutEffect: ['EnableECSManagedTags', 'PropagateTags', 'Tags', 'Role'],
  }, INVALID);
  refuseUnless(`${TYPE}.DeploymentController.Type`, fieldsOf(properties['DeploymentController'])['Type'] ?? 'ECS', ['CODE_DEPLOY'], INVALID);
  // How many tasks may run beside the old ones means nothing where a whole second set is started.
  refuseOthers(`${TYPE}.DeploymentConfiguration`, fieldsOf(properties['DeploymentConfiguration']), { served: [], withoutEffect: ['MaximumPercent', 'MinimumHealthyPercent'] }, INVALID);
  refuseUnless(`${TYPE}.LaunchType`, properties['LaunchType'] ?? 'EC2', ['FARGATE'], INVALID);
  refuseUnless(`${TYPE}.PlatformVersion`, properties['PlatformVersion'], ['LATEST', '1.4.0'], INVALID);
  refuseUnless(`${TYPE}.SchedulingStrategy`, properties['SchedulingStrategy'], ['REPLICA'], INVALID);
  refuseUnless(`${TYPE}.EnableExecuteCommand`, properties['EnableExecuteCommand'], [false], INVALID);
  refuseUnless(`${TYPE}.AvailabilityZoneRebalancing`, properties['AvailabilityZoneRebalancing'], ['DISABLED'], INVALID);
}
