import { GetDeploymentCommand, GetDeploymentTargetCommand, type CodeDeployClient, type ECSTaskSet, type LifecycleEvent } from '@aws-sdk/client-codedeploy';
import { DescribeTaskDefinitionCommand, DescribeTasksCommand, paginateListTasks, type ECSClient, type Task, type TaskDefinition } from '@aws-sdk/client-ecs';

export interface GreenClients {
  readonly codedeploy: CodeDeployClient;
  readonly ecs: ECSClient;
}

export interface GreenNames {
  readonly cluster: string;
  readonly service: string;
}

/** What a deployment brings, as its AppSpec names it. */
export interface Offered {
  readonly taskDefinitionArn: string;
  readonly definition: TaskDefinition;
  /** What it says it is: `RELEASE` in its environment. */
  readonly release: string;
}

/** Green as ECS has it. */
export interface Green {
  readonly desired: number;
  /** Every task that its task set has started and that is to run. */
  readonly tasks: readonly Task[];
}

/** @throws when the AppSpec names no task definition, or that says nothing of its release */
export async function offeredBy(deploymentId: string, { codedeploy, ecs }: GreenClients): Promise<Offered> {
  const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
  const [, arn] = /"?TaskDefinition"?\s*:\s*"?(arn:[^"\s]+)/.exec(deploymentInfo?.revision?.appSpecContent?.content ?? '') ?? [];
  if (arn === undefined) throw new Error(`the AppSpec of ${deploymentId} names no task definition`);
  const { taskDefinition: definition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const release = definition?.containerDefinitions?.flatMap(({ environment }) => environment ?? []).find(({ name }) => name === 'RELEASE')?.value;
  if (definition === undefined || release === undefined) throw new Error(`the task definition ${arn} has no RELEASE`);
  return { taskDefinitionArn: arn, definition, release };
}

/** What CodeDeploy tells of the task set that a deployment has brought, and of the deployment's events so far. */
export async function greenTarget(deploymentId: string, codedeploy: CodeDeployClient, { cluster, service }: GreenNames): Promise<{ readonly taskSet: ECSTaskSet | undefined; readonly events: readonly LifecycleEvent[] }> {
  const { deploymentTarget } = await codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId: `${cluster}:${service}` }));
  const { taskSetsInfo = [], lifecycleEvents = [] } = deploymentTarget?.ecsTarget ?? {};
  return { taskSet: taskSetsInfo.find(({ taskSetLabel }) => taskSetLabel === 'Green'), events: lifecycleEvents };
}

/** ECS starts the tasks of a task set in the name of its id: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export async function greenOf(deploymentId: string, { codedeploy, ecs }: GreenClients, names: GreenNames): Promise<Green> {
  const { cluster } = names;
  const { taskSet } = await greenTarget(deploymentId, codedeploy, names);
  if (taskSet?.identifer === undefined) throw new Error(`CodeDeploy does not say which task set ${deploymentId} has brought`);
  const tasks: Task[] = [];
  for await (const { taskArns = [] } of paginateListTasks({ client: ecs }, { cluster, startedBy: taskSet.identifer, desiredStatus: 'RUNNING' })) {
    if (taskArns.length > 0) tasks.push(...(await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? []);
  }
  return { desired: taskSet.desiredCount ?? 0, tasks };
}
