import { parse } from 'yaml';
import { hookedEvents, lifecycleEvents, type HookedEvent } from '../../core/deployment/lifecycle-event';
import { ServiceError } from '../service-error';

/** What a deployment takes from its AppSpec. */
export interface AppSpec {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly hooks: Readonly<Partial<Record<HookedEvent, string>>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads an AppSpec for ECS, YAML or JSON. @throws ServiceError `InvalidRevisionException` with everything that is wrong */
export function readAppSpec(content: string): AppSpec {
  const document = parsed(content);
  const resources = list(document['Resources']).flatMap((resource) => Object.values(resource)) as readonly Fields[];
  const service = resources[0];
  const properties = object(service?.['Properties']);
  const container = object(properties['LoadBalancerInfo']);
  const network = object(object(properties['NetworkConfiguration'])[keyLike(object(properties['NetworkConfiguration']), 'awsvpcconfiguration')]);
  const hooks = list(document['Hooks']).flatMap((hook) => Object.entries(hook));
  const problems = [
    ...must(String(document['version']) === '0' || String(document['version']) === '0.0', 'version must be 0.0'),
    ...must(resources.length === 1 && service?.['Type'] === 'AWS::ECS::Service', 'Resources must hold exactly one AWS::ECS::Service'),
    ...must(typeof properties['TaskDefinition'] === 'string', 'TaskDefinition must be given'),
    ...must(typeof container['ContainerName'] === 'string' && Number.isInteger(Number(container['ContainerPort'])), 'LoadBalancerInfo needs ContainerName and ContainerPort'),
    ...must(Object.keys(network).length === 0 || Object.keys(network).length === 3, 'AwsvpcConfiguration needs Subnets, SecurityGroups and AssignPublicIp together'),
    ...hooks.flatMap(([event, name]) => [
      ...must((lifecycleEvents as readonly string[]).includes(event), `${event} is not a lifecycle event of an ECS deployment`),
      ...must(!(lifecycleEvents as readonly string[]).includes(event) || (hookedEvents as readonly string[]).includes(event), `${event} cannot have a hook`),
      ...must(typeof name === 'string' && name !== '', `the hook ${event} needs a function`),
    ]),
  ];
  if (problems.length > 0) throw new ServiceError('InvalidRevisionException', `The AppSpec file is not valid: ${problems.join('; ')}.`);
  return {
    taskDefinition: String(properties['TaskDefinition']), containerName: String(container['ContainerName']), containerPort: Number(container['ContainerPort']),
    hooks: Object.fromEntries(hooks) as AppSpec['hooks'],
  };
}

function parsed(content: string): Fields {
  try {
    return object(parse(content));
  } catch {
    throw new ServiceError('InvalidRevisionException', 'The AppSpec file is neither valid YAML nor valid JSON.');
  }
}

/** Tools differ in the case of this key, and the service takes them all. */
const keyLike = (fields: Fields, lower: string): string => Object.keys(fields).find((key) => key.toLowerCase() === lower) ?? '';
const must = (holds: boolean, problem: string): readonly string[] => (holds ? [] : [problem]);
const object = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter((item): item is Fields => typeof item === 'object' && item !== null) : []);
