import type { AlarmReading, DeploymentEvent } from '../../core/deployment/deployment-event';
import type { Color } from '../../core/deployment/deployment';
import { mayNotInvoke } from '../../core/deployment/error-information';
import type { Effect } from '../../core/deployment/effect';
import { weights, type Sight } from '../../core/deployment/trace';
import type { Percent } from '../../core/units';
import type { ContainerService } from '../ecs/container-service';
import type { LoadBalancing } from '../elbv2/load-balancing';
import { actionOf } from '../elbv2/live';
import type { ServiceRoles } from '../iam/service-roles';
import { isServiceError, reasonOf } from '../service-error';
import { deployRole } from './service-role';
import type { Stage } from './stage';

export interface PerformerPorts {
  readonly ecs: ContainerService;
  readonly balancing: LoadBalancing;
  /** Asked before everything that needs a permission. */
  readonly roles: ServiceRoles;
  readonly functionArn: (reference: string) => string;
  readonly alarms: (names: readonly string[]) => readonly AlarmReading[];
  /** Starts a hook's function. @throws when it cannot be invoked */
  readonly invoke: (name: string, event: unknown) => void;
  readonly startRollback: () => string;
  readonly saw: (sight: Sight) => void;
}

type Send = (event: DeploymentEvent) => void;

/** Makes the effects of a deployment happen in ECS, the load balancer, Lambda and CloudWatch. */
export function performer(deploymentId: string, stage: Stage, ports: PerformerPorts): (effect: Exclude<Effect, { kind: 'wake' }>, send: Send) => void {
  return (effect, send) => {
    switch (effect.kind) {
      case 'read-alarms': return readAlarms(effect.names, stage, ports, send);
      case 'invoke-hook': return invokeHook(deploymentId, effect, stage, ports, send);
      case 'create-task-set': return void stage.lanes.run('task-sets', () => createGreen(deploymentId, stage, ports, send));
      case 'route-test': return void stage.lanes.run('test', () => routeTest(effect.to, stage, ports, send));
      case 'route-production': return void stage.lanes.run('production', () => routeProduction(effect.green, stage, ports, send));
      case 'make-primary': return void stage.lanes.run('task-sets', async () => {
        const taskSet = effect.color === 'blue' ? stage.blue : stage.green;
        try {
          deployRole(stage, ports.roles).makePrimary();
        } catch (thrown) {
          return send({ kind: 'task-set-failed', color: effect.color, message: reasonOf(thrown) });
        }
        if (taskSet !== undefined) ports.ecs.makePrimary(stage.service, taskSet);
        ports.saw({ kind: 'primary', is: effect.color });
        send({ kind: 'made-primary', color: effect.color });
      });
      case 'terminate-task-set': return void stage.lanes.run('task-sets', () => terminate(effect.color, stage, ports, send));
      case 'start-rollback': return send({ kind: 'rollback-started', deployment: ports.startRollback() });
    }
  };
}

/** The id on the wire is opaque; it carries what the callback has to find again. */
export const wireExecutionId = (executionId: string): string => Buffer.from(executionId).toString('base64');
export const readExecutionId = (wire: string): string => Buffer.from(wire, 'base64').toString();

function readAlarms(names: readonly string[], stage: Stage, ports: PerformerPorts, send: Send): void {
  try {
    if (names.length > 0) deployRole(stage, ports.roles).readAlarms();
    send({ kind: 'alarms-read', alarms: ports.alarms(names) });
  } catch (thrown) {
    send({ kind: 'alarms-unreadable', message: reasonOf(thrown) });
  }
}

function invokeHook(deploymentId: string, effect: Extract<Effect, { kind: 'invoke-hook' }>, stage: Stage, ports: PerformerPorts, send: Send): void {
  const { executionId } = effect;
  try {
    deployRole(stage, ports.roles).invoke(ports.functionArn(effect.function));
    ports.invoke(effect.function, { DeploymentId: deploymentId, LifecycleEventHookExecutionId: wireExecutionId(executionId) });
  } catch (thrown) {
    send({ kind: 'hook-not-invocable', executionId, message: isServiceError(thrown) ? mayNotInvoke(stage.group.serviceRoleArn) : reasonOf(thrown) });
  }
}

async function createGreen(deploymentId: string, stage: Stage, { ecs, saw, roles }: PerformerPorts, send: Send): Promise<void> {
  try {
    const { taskDefinition, containerName, containerPort, network } = stage.appSpec;
    const attachment = { targetGroupArn: stage.greenGroupArn, containerName, containerPort };
    const definition = ecs.usable(taskDefinition, attachment);
    deployRole(stage, roles).createTaskSet(definition);
    const green = ecs.createTaskSet(stage.service, { definition, attachment, network: network ?? stage.blue.about.network ?? stage.service.network, externalId: deploymentId, status: 'ACTIVE' });
    stage.green = green;
    const look = (): void => {
      if (green.status === 'DRAINING') return watch[Symbol.dispose]();
      if (!green.isSteady()) return;
      watch[Symbol.dispose]();
      saw({ kind: 'task-set', color: 'green', is: 'steady' });
      send({ kind: 'task-set-steady' });
    };
    const watch = green.watch(look);
  } catch (thrown) {
    send({ kind: 'task-set-failed', color: 'green', message: reasonOf(thrown) });
  }
}

async function routeTest(to: Color, stage: Stage, ports: PerformerPorts, send: Send): Promise<void> {
  const listener = stage.group.testListenerArn;
  try {
    if (listener !== undefined) await shift(listener, to === 'green' ? 100 : 0, stage, ports);
    ports.saw({ kind: 'test', to });
    send({ kind: 'test-routed', to });
  } catch (thrown) {
    send({ kind: 'routing-failed', listener: 'test', message: reasonOf(thrown) });
  }
}

async function routeProduction(green: Percent, stage: Stage, ports: PerformerPorts, send: Send): Promise<void> {
  try {
    await shift(stage.group.productionListenerArn, green, stage, ports);
    ports.saw(weights(green));
    send({ kind: 'production-routed', green });
  } catch (thrown) {
    send({ kind: 'routing-failed', listener: 'production', message: reasonOf(thrown) });
  }
}

/**
 * Every rule of the listener that forwards to one of the pair is in scope, its default action too. On the production listener blue has
 * to be the one that is served; a test listener may begin with either, as CDK's examples have it.
 */
async function shift(listenerArn: string, green: number, stage: Stage, { balancing, roles }: PerformerPorts): Promise<void> {
  const { blueGroupArn, greenGroupArn, group } = stage;
  const holders = balancing.forwardsTo(listenerArn, [blueGroupArn, greenGroupArn]);
  const isServed = holders.map(actionOf).some((action) => action.kind === 'forward' && action.groups.some(({ arn, weight }) => arn === blueGroupArn && weight > 0));
  if (holders.length === 0 || (listenerArn === group.productionListenerArn && green > 0 && !isServed)) throw new Error('Primary taskset target group must be behind listener');
  for (const holder of holders) {
    deployRole(stage, roles).route({ arn: holder.arn, kind: 'priority' in holder ? 'rule' : 'listener' });
    await balancing.route(holder, [{ arn: greenGroupArn, weight: green }, { arn: blueGroupArn, weight: 100 - green }]);
  }
}

async function terminate(color: Color, stage: Stage, { ecs, saw, roles }: PerformerPorts, send: Send): Promise<void> {
  const taskSet = color === 'blue' ? stage.blue : stage.green;
  try {
    deployRole(stage, roles).deleteTaskSet();
    if (taskSet !== undefined && stage.service.taskSets.includes(taskSet)) await ecs.removeTaskSet(stage.service, taskSet);
    saw({ kind: 'task-set', color, is: 'gone' });
    send({ kind: 'task-set-terminated', color });
  } catch (thrown) {
    send({ kind: 'task-set-failed', color, message: reasonOf(thrown) });
  }
}
