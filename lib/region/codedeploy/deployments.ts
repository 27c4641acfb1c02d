import { openDeployment } from '../../core/deployment/open-deployment';
import { openRollback, rollbackConfiguration, rollbackCreator } from '../../core/deployment/open-rollback';
import { defaultLimits } from '../../core/deployment/limits';
import { assumedAlarmPoll, type Policy } from '../../core/deployment/policy';
import { isActive } from '../../core/deployment/status';
import type { Sight, Moment } from '../../core/deployment/trace';
import type { Clock } from '../../core/time';
import type { Instant } from '../../core/units';
import { primaryOf, type Service } from '../ecs/service';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import type { Catalog, DeploymentGroup } from './catalog';
import { DeploymentRun } from './deployment-run';
import { lanes, type Lanes } from './lanes';
import { performer, stageProblem, type PerformerPorts, type Stage } from './performer';
import { readAppSpec } from './read-app-spec';

/** A deployment as it was asked for, and as it runs. */
export interface DeploymentRecord {
  readonly id: string;
  readonly group: DeploymentGroup;
  readonly configuration: string;
  readonly creator: string;
  readonly description: string | undefined;
  readonly revision: string;
  readonly policy: Policy;
  readonly createdAt: Instant;
  readonly stage: Stage;
  readonly run: DeploymentRun;
}

export interface DeploymentRequest {
  readonly application: string;
  readonly group: string;
  readonly revision: string;
  readonly configuration: string | undefined;
  readonly description: string | undefined;
  readonly alarms: DeploymentGroup['alarms'] | undefined;
  readonly rollback: DeploymentGroup['rollback'] | undefined;
}

export interface DeploymentPorts extends Omit<PerformerPorts, 'startRollback' | 'saw'> {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly catalog: Catalog;
}

/** CodeDeploy's deployments to ECS. */
export class Deployments implements Disposable {
  readonly records = new Map<string, DeploymentRecord>();
  /** Everything that was seen of all deployments, in order. */
  readonly trace: Moment[] = [];
  private readonly lanesOf = new Map<string, Lanes>();
  private readonly watchers = new Set<(moment: Moment) => void>();

  constructor(private readonly ports: DeploymentPorts) {}

  /** The deployment. @throws ServiceError `DeploymentDoesNotExistException` */
  named(id: string): DeploymentRecord {
    const found = this.records.get(id);
    if (found === undefined) throw new ServiceError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
    return found;
  }

  create(request: DeploymentRequest): DeploymentRecord {
    const { catalog, clock, ids } = this.ports;
    const group = catalog.group(request.application, request.group);
    const configuration = request.configuration ?? group.configuration;
    const traffic = catalog.routing(configuration);
    const active = [...this.records.values()].find((record) => record.group.application === group.application && record.group.name === group.name && isActive(record.run.deployment));
    if (active !== undefined) {
      throw new ServiceError('DeploymentLimitExceededException', `The Deployment Group '${group.name}' already has an active Deployment '${active.id}'`);
    }
    const appSpec = readAppSpec(request.revision);
    const stage = this.stageFor(group, appSpec);
    const alarms = request.alarms ?? group.alarms;
    const rollback = request.rollback ?? group.rollback;
    const policy: Policy = {
      traffic, ready: group.ready, terminationWait: group.terminationWait, hooks: appSpec.hooks, testRoute: group.testListenerArn !== undefined,
      alarms: { names: alarms.enabled ? alarms.names : [], ignorePollAlarmFailure: alarms.ignorePollAlarmFailure, pollEvery: assumedAlarmPoll },
      rollbackOn: rollback.enabled ? rollback.events : [], limits: defaultLimits,
    };
    const id = `d-${ids.upper(9)}`;
    const now = clock.now();
    return this.start({ id, group, configuration, creator: 'user', description: request.description, revision: request.revision, policy, createdAt: now, stage }, openDeployment(policy, now, id));
  }

  /** Calls `look` with everything that is seen from now on, until disposed. */
  watch(look: (moment: Moment) => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  [Symbol.dispose](): void {
    for (const { run } of this.records.values()) run.close();
  }

  private start(about: Omit<DeploymentRecord, 'run'>, opening: ReturnType<typeof openDeployment>): DeploymentRecord {
    const saw = (what: Sight): void => this.see({ at: this.ports.clock.now(), what });
    const perform = performer(about.id, about.stage, { ...this.ports, saw, startRollback: () => this.rollBack(about.id) });
    const record = { ...about, run: new DeploymentRun(about.policy, opening, { clock: this.ports.clock, perform, see: (moment) => this.see(moment) }) };
    this.records.set(about.id, record);
    return record;
  }

  private rollBack(failedId: string): string {
    const failed = this.named(failedId);
    const id = `d-${this.ports.ids.upper(9)}`;
    const now = this.ports.clock.now();
    const opening = openRollback(failed.policy, now, id, failed.run.deployment);
    this.start({ ...failed, id, configuration: rollbackConfiguration, creator: rollbackCreator, description: undefined, createdAt: now }, opening);
    return id;
  }

  private stageFor(group: DeploymentGroup, appSpec: Stage['appSpec']): Stage {
    const { balancing } = this.ports;
    const service = this.serviceOf(group);
    const problem = stageProblem(group, service, balancing);
    const blue = primaryOf(service);
    if (problem !== undefined || blue === undefined) throw new ServiceError('InvalidECSServiceException', problem ?? '');
    const pair = group.targetGroups.map((name) => balancing.groupNamed(name)?.arn ?? '');
    const blueGroupArn = blue.about.attachment.targetGroupArn;
    const greenGroupArn = pair.find((arn) => arn !== blueGroupArn) ?? '';
    const key = `${group.application}/${group.name}`;
    const shared = this.lanesOf.get(key) ?? lanes();
    this.lanesOf.set(key, shared);
    return { group, service, appSpec, lanes: shared, blue, blueGroupArn, greenGroupArn, green: undefined };
  }

  private serviceOf(group: DeploymentGroup): Service {
    const found = this.ports.ecs.service(group.service.cluster, group.service.name);
    if (found === undefined) throw new ServiceError('InvalidECSServiceException', `The ECS service ${group.service.name} cannot be found in the cluster ${group.service.cluster}.`);
    return found;
  }

  private see(moment: Moment): void {
    this.trace.push(moment);
    for (const look of this.watchers) look(moment);
  }
}
