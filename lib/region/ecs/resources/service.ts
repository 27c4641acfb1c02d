import { isDeepStrictEqual } from 'node:util';
import { PartlyMade, Refused, type Existing, type ResourceProvider, type ResourceRequest } from '../../cloudformation/provider';
import { fieldsOf, textOf, type Fields } from '../../fields';
import { reasonOf, ServiceError } from '../../service-error';
import { NOT_HERE } from '../operations';
import { desiredCountIn, readService, refuseService } from '../read-service';
import { readRolling } from '../read-rolling';
import type { ContainerResourcePorts } from '../resources';
import type { Rolling } from '../rolling';
import { rollingOf } from '../start-rolling';
import type { Service } from '../service';
import { becomesSteady, becomesSteadyRolling } from '../steady';

const TYPE = 'AWS::ECS::Service';
const INVALID = 'InvalidParameterException';

/** What an update of a service under ECS's own controller may change; the rest means another service. */
const CHANGEABLE = ['TaskDefinition', 'DesiredCount', 'DeploymentConfiguration', 'Tags', 'PropagateTags', 'EnableECSManagedTags'];

export function service(ports: ContainerResourcePorts): ResourceProvider {
  const { service: ecs, balancing, ids } = ports;
  return {
    async create(request, cancelled) {
      const made = read(request, ports);
      const { attachment } = made;
      if (attachment !== undefined && balancing.behind(attachment.targetGroupArn).length === 0) throw new ServiceError(INVALID, `The target group with targetGroupArn ${attachment.targetGroupArn} does not have an associated load balancer.`);
      const definition = ecs.usable(made.family, attachment);
      ecs.services.set(made.arn, made);
      try {
        if (made.controller.type === 'ECS') {
          made.controller.rolling.deploy(definition);
          await becomesSteadyRolling(made.controller.rolling, cancelled);
        } else {
          await becomesSteady(ecs.createTaskSet(made, { definition, attachment, network: made.network, externalId: ids.hex(16), status: 'PRIMARY' }), cancelled);
        }
      } catch (thrown) {
        throw new PartlyMade(made.arn, reasonOf(thrown));
      }
      return { physicalId: made.arn, attributes: { Name: made.name, ServiceArn: made.arn } };
    },
    async update({ properties }, existing, cancelled) {
      const made = ecs.services.get(existing.physicalId);
      // Whatever changed: CloudFormation sends every property, and ECS takes none of them (aws/aws-cdk#23564).
      if (made === undefined || made.controller.type === 'CODE_DEPLOY') throw new Refused(INVALID, NOT_HERE);
      await roll(made, made.controller.rolling, properties, existing, ports, cancelled);
      return existing;
    },
    async delete(_, { physicalId }) {
      const made = ecs.services.get(physicalId);
      ecs.services.delete(physicalId);
      await Promise.all([...made?.taskSets ?? []].map((taskSet) => taskSet.drain()));
    },
  };
}

/** Rolls the change out, and waits for it as CloudFormation does. */
async function roll(made: Service, rolling: Rolling, properties: Fields, { properties: before }: Existing, { service: ecs }: ContainerResourcePorts, cancelled: AbortSignal | undefined): Promise<void> {
  refuseService(properties);
  const other = Object.keys({ ...before, ...properties }).find((name) => !CHANGEABLE.includes(name) && !isDeepStrictEqual(before[name], properties[name]));
  if (other !== undefined) throw new Refused(INVALID, `the region changes ${CHANGEABLE.slice(0, 3).join(', ')} of a service, got ${other}`);
  const definition = ecs.usable(String(properties['TaskDefinition']), made.attachment);
  rolling.settings = readRolling(`${TYPE}.DeploymentConfiguration`, properties['DeploymentConfiguration']);
  // A template that leaves the count to scaling leaves it as it is.
  made.desiredCount = desiredCountIn(properties, made.desiredCount);
  rolling.deploy(definition);
  await becomesSteadyRolling(rolling, cancelled);
}

function read(request: ResourceRequest, ports: ContainerResourcePorts): Service {
  const { properties } = request;
  refuseService(properties);
  const about = readService(request, ports);
  const type = textOf(fieldsOf(properties['DeploymentController'])['Type']) ?? 'ECS';
  if (type === 'CODE_DEPLOY') return { ...about, controller: { type } };
  return rollingOf(about, readRolling(`${TYPE}.DeploymentConfiguration`, properties['DeploymentConfiguration']), ports);
}
