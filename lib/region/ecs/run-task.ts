import { isDeepStrictEqual } from 'node:util';
import { listOf, refuseOthers, refuseUnless, textOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import type { Cluster, ContainerService } from './container-service';
import { readNetwork } from './network';
import type { Task } from './task';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const MOST_TASKS = 10;
const LONGEST_TOKEN = 64;

const CODE = 'InvalidParameterException';

/** RunTask, which starts nothing a second time for the same client token. */
export class RunTask {
  private readonly known = new Map<string, { readonly input: Fields; readonly tasks: readonly Task[] }>();

  constructor(private readonly ecs: ContainerService) {}

  run(input: Fields): readonly Task[] {
    const cluster = this.ecs.cluster(String(input['cluster'] ?? 'default'));
    const token = textOf(input['clientToken']);
    if (token === undefined) return this.start(input, cluster);
    if (token.length > LONGEST_TOKEN) throw new ServiceError(CODE, `The clientToken has at most ${LONGEST_TOKEN} characters, got ${token.length}.`);
    const key = `${cluster.arn} ${token}`;
    const before = this.known.get(key);
    if (before === undefined) {
      const tasks = this.start(input, cluster);
      this.known.set(key, { input, tasks });
      return tasks;
    }
    if (isDeepStrictEqual(before.input, input)) return before.tasks;
    throw new ServiceError('ConflictException', 'The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request. '
      + `The resourceIds are the existing task ARNs which are already associated with the clientToken: ${before.tasks.map(({ about }) => about.arn).join(', ')}`);
  }

  private start(input: Fields, cluster: Cluster): readonly Task[] {
    refuseOthers('RunTask', input, {
      served: ['cluster', 'taskDefinition', 'count', 'launchType', 'networkConfiguration', 'platformVersion', 'clientToken', 'startedBy', 'group', 'enableExecuteCommand', 'overrides'],
      withoutEffect: ['tags', 'propagateTags', 'enableECSManagedTags', 'referenceId'],
    }, CODE);
    refuseUnless('RunTask.launchType', input['launchType'] ?? 'EC2', ['FARGATE'], CODE);
    refuseUnless('RunTask.platformVersion', input['platformVersion'], ['LATEST', '1.4.0'], CODE);
    refuseUnless('RunTask.enableExecuteCommand', input['enableExecuteCommand'], [false], CODE);
    if (Object.values((input['overrides'] ?? {}) as Fields).some((value) => !Array.isArray(value) || listOf(value).length > 0)) throw new ServiceError(CODE, 'the region does not serve RunTask.overrides');
    const count = Number(input['count'] ?? 1);
    if (!(Number.isInteger(count) && count >= 1 && count <= MOST_TASKS)) throw new ServiceError(CODE, `count must be from 1 to ${MOST_TASKS}, got ${String(input['count'])}`);
    const network = readNetwork(input['networkConfiguration']);
    const definition = this.ecs.definition(String(input['taskDefinition']));
    if (!definition.active) throw new ServiceError('ClientException', 'TaskDefinition is inactive');
    const group = textOf(input['group']) ?? `family:${definition.family}`;
    return Array.from({ length: count }, () => this.ecs.run(definition, cluster.arn, textOf(input['startedBy']) ?? '', group, network));
  }
}
