import { textOf, textsOf, type Fields } from '../fields';
import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need, type Need } from '../iam/need';
import { arnOf, type Place } from '../place';
import type { ContainerService } from './container-service';
import type { TaskDefinition } from './task-definition';

/** What the operations of ECS need: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
export function containerAccess(ecs: ContainerService): AccessTable {
  const services = (action: string, of: (input: Fields) => readonly string[]): NeedsOf => (input, place) => of(input).map((name) => need(action, inCluster('service', input, place, name), clusterOf(input, place)));
  const tasks = (action: string, of: (input: Fields) => readonly string[]): NeedsOf => (input, place) => of(input).map((name) => need(action, inCluster('task', input, place, name), clusterOf(input, place)));
  return {
    DescribeServices: services('ecs:DescribeServices', (input) => textsOf(input['services'])),
    UpdateService: services('ecs:UpdateService', (input) => [String(input['service'])]),
    DeleteService: services('ecs:DeleteService', (input) => [String(input['service'])]),
    DescribeTasks: tasks('ecs:DescribeTasks', (input) => textsOf(input['tasks'])),
    StopTask: tasks('ecs:StopTask', (input) => [String(input['task'])]),
    DescribeTaskSets: (input, place) => {
      const wanted = textsOf(input['taskSets']);
      const service = nameIn(String(input['service']));
      return (wanted.length === 0 ? ['*'] : wanted.map(nameIn)).map((id) => need('ecs:DescribeTaskSets', inCluster('task-set', input, place, `${service}/${id}`), clusterOf(input, place)));
    },
    ListTasks: (input, place) => [need('ecs:ListTasks', '*', clusterOf(input, place))],
    ListServices: (input, place) => [need('ecs:ListServices', '*', clusterOf(input, place))],
    DescribeTaskDefinition: () => [need('ecs:DescribeTaskDefinition', '*')],
    RunTask: (input, place) => {
      const definition = known(ecs, String(input['taskDefinition']));
      const arn = definition?.arn ?? arnOf('ecs', place, `task-definition/${String(input['taskDefinition'])}`);
      return [need('ecs:RunTask', arn, clusterOf(input, place)), ...passesRolesOf(definition)];
    },
  };
}

/** Whoever starts tasks hands their roles over. */
export const passesRolesOf = (definition: Pick<TaskDefinition, 'taskRoleArn' | 'executionRoleArn'> | undefined): readonly Need[] =>
  [definition?.taskRoleArn, definition?.executionRoleArn].flatMap((role) => (role === undefined ? [] : [need('iam:PassRole', role, { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' })]));

const nameIn = (reference: string): string => reference.split('/').at(-1) ?? reference;
const clusterName = (input: Fields): string => nameIn(textOf(input['cluster']) ?? 'default');
const clusterOf = (input: Fields, place: Place): Readonly<Record<string, string>> => ({ 'ecs:cluster': arnOf('ecs', place, `cluster/${clusterName(input)}`) });
const inCluster = (kind: string, input: Fields, place: Place, name: string): string => (name.startsWith('arn:') ? name : arnOf('ecs', place, `${kind}/${clusterName(input)}/${name}`));

function known(ecs: ContainerService, reference: string): TaskDefinition | undefined {
  try {
    return ecs.definition(reference);
  } catch {
    return undefined;
  }
}
