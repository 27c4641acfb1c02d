import { parse } from 'yaml';
import { accepted, rejected, type Checked, type Problem } from '../../core/checked';
import { hookedEvents, lifecycleEvents, type HookedEvent } from '../../core/deployment/lifecycle-event';
import type { TaskNetwork } from '../ecs/network';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '../fields';

/** What a deployment takes from its AppSpec. */
export interface AppSpec {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  /** `undefined`: where the tasks of blue are. */
  readonly network: TaskNetwork | undefined;
  readonly hooks: Readonly<Partial<Record<HookedEvent, string>>>;
}

/** Reads an AppSpec for ECS, YAML or JSON: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html */
export function readAppSpec(content: string): Checked<AppSpec> {
  const document = parsed(content);
  if (document === undefined) return rejected(problem('', 'The input AppSpec file is a not well-formed yaml. The template cannot be parsed.'));
  const resources = listOf(document['resources']).flatMap((resource) => Object.values(resource)).map(fieldsOf);
  const service = anyCase(resources[0]);
  const properties = anyCase(service['properties']);
  const balancing = anyCase(properties['loadbalancerinfo']);
  const network = properties['networkconfiguration'] === undefined ? undefined : anyCase(anyCase(properties['networkconfiguration'])['awsvpcconfiguration']);
  const hooks = listOf(document['hooks']).flatMap((hook) => Object.entries(hook));
  const problems = [
    ...must(document['version'] === 0 || document['version'] === '0.0', 'version', 'must be 0.0'),
    ...must(resources.length === 1 && service['type'] === 'AWS::ECS::Service', 'Resources', 'must hold exactly one AWS::ECS::Service'),
    ...must(textOf(properties['taskdefinition']) !== undefined, 'TaskDefinition', 'must be given'),
    ...must(textOf(balancing['containername']) !== undefined && isPort(balancing['containerport']), 'LoadBalancerInfo', 'needs ContainerName and ContainerPort'),
    ...must(network === undefined || ['subnets', 'securitygroups', 'assignpublicip'].every((key) => network[key] !== undefined), 'AwsvpcConfiguration', 'needs Subnets, SecurityGroups and AssignPublicIp together'),
    ...(network === undefined ? [] : networkProblems(network)),
    ...must(['LATEST', '1.4.0'].includes(textOf(properties['platformversion']) ?? 'LATEST'), 'PlatformVersion', 'must be LATEST or 1.4.0 in the region'),
    ...must(properties['capacityproviderstrategy'] === undefined, 'CapacityProviderStrategy', 'is not served by the region'),
    ...hooks.flatMap(([event, name]) => hookProblems(event, name)),
  ];
  if (problems.length > 0) return rejected(...problems);
  return accepted({
    taskDefinition: String(properties['taskdefinition']), containerName: String(balancing['containername']), containerPort: Number(balancing['containerport']),
    network: network === undefined ? undefined : { subnets: textsOf(network['subnets']), securityGroups: textsOf(network['securitygroups']), assignPublicIp: String(network['assignpublicip']) },
    hooks: Object.fromEntries(hooks) as AppSpec['hooks'],
  });
}

/** What is there has to be of the right kind; what is not is told by its own rule. */
function networkProblems({ subnets, securitygroups, assignpublicip }: Fields): readonly Problem[] {
  const areTexts = (list: unknown): boolean => list === undefined || (Array.isArray(list) && list.length > 0 && list.every((one) => textOf(one) !== undefined));
  return [
    ...must(areTexts(subnets), 'Subnets', 'must be a list of ids'),
    ...must(areTexts(securitygroups), 'SecurityGroups', 'must be a list of ids'),
    ...must(assignpublicip === undefined || assignpublicip === 'ENABLED' || assignpublicip === 'DISABLED', 'AssignPublicIp', 'must be ENABLED or DISABLED'),
  ];
}

/** As a number, or as a text with nothing else in it. */
const isPort = (given: unknown): boolean => (typeof given === 'number' || (typeof given === 'string' && /^\d{1,5}$/.test(given))) && Number.isInteger(Number(given)) && Number(given) >= 1 && Number(given) <= 65_535;

function hookProblems(event: string, name: unknown): readonly Problem[] {
  const known = (lifecycleEvents as readonly string[]).includes(event);
  return [
    ...must(known, 'Hooks', `must name lifecycle events of an ECS deployment, got ${event}`),
    ...must(!known || (hookedEvents as readonly string[]).includes(event), 'Hooks', `must name events that can have a function, got ${event}`),
    ...must(textOf(name) !== undefined, `Hooks.${event}`, 'needs a function'),
  ];
}

function parsed(content: string): Fields | undefined {
  try {
    const document: unknown = parse(content, { logLevel: 'error' });
    return typeof document === 'object' && document !== null && !Array.isArray(document) ? anyCase(document) : undefined;
  } catch {
    return undefined;
  }
}

/** Tools differ in the case of the keys, and the service takes them all: here in small letters. */
const anyCase = (value: unknown): Fields => Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [key.toLowerCase(), inner]));
const problem = (path: string, message: string): Problem => ({ path, message });
const must = (holds: boolean, path: string, message: string): readonly Problem[] => (holds ? [] : [problem(path, message)]);
