import { spell } from '../../core/checked';
import { defaultLimits } from '../../core/deployment/limits';
import type { Move } from '../../core/deployment/move';
import { openDeployment, openStillborn } from '../../core/deployment/open-deployment';
import { openRollback, rollbackConfiguration, rollbackCreator } from '../../core/deployment/open-rollback';
import { assumedAlarmPoll, assumedStart, type Policy } from '../../core/deployment/policy';
import { deploymentStatus, isActive } from '../../core/deployment/status';
import type { Sight, Moment } from '../../core/deployment/trace';
import type { Clock } from '../../core/time';
import { minutes, type Instant } from '../../core/units';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import type { Catalog, DeploymentGroup } from './catalog';
import { DeploymentRun } from './deployment-run';
import { lanes, type Lanes } from './lanes';
import { performer, type PerformerPorts } from './performer';
import { readAppSpec, type AppSpec } from './read-app-spec';
import type { Revision } from './read-revision';
import { useRevision } from './revisions';
import { stageFor, type Stage } from './stage';

/** A deployment as it was asked for, and as it runs. */
export interface DeploymentRecord {
  readonly id: string;
  /** As it was when the deployment was created. */
  readonly group: DeploymentGroup;
  readonly configuration: string;
  readonly creator: string;
  readonly description: string | undefined;
  readonly revision: Revision;
  /** What the group had deployed before. */
  readonly previousRevision: Revision | undefined;
  readonly overriddenAlarms: DeploymentGroup['alarms'] | undefined;
  readonly policy: Policy;
  readonly createdAt: Instant;
  /** Nothing for a deployment that could not be begun. */
  readonly stage: Stage | undefined;
  readonly run: DeploymentRun;
}

/** What was seen of one deployment group. */
export interface GroupMoment extends Moment {
  /** The id of the group: what is seen of routes and task sets names no deployment. */
  readonly group: string;
}

export interface DeploymentRequest {
  readonly application: unknown;
  readonly group: unknown;
  readonly revision: Revision;
  readonly configuration: string | undefined;
  readonly description: string | undefined;
  readonly alarms: DeploymentGroup['alarms'] | undefined;
  readonly rollback: DeploymentGroup['rollback'] | undefined;
}

export interface DeploymentPorts extends Omit<PerformerPorts, 'startRollback' | 'saw'> {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly catalog: Catalog;
  /** The text of an object in S3; nothing when there is none. */
  readonly objectText: (bucket: string, key: string) => string | undefined;
}

/** CodeDeploy's deployments to ECS. */
export class Deployments implements Disposable {
  readonly records = new Map<string, DeploymentRecord>();
  /** Everything that was seen of all deployments, in order. */
  readonly trace: GroupMoment[] = [];
  private readonly lanesOf = new Map<string, Lanes>();
  private readonly watchers = new Set<(moment: GroupMoment) => void>();

  constructor(private readonly ports: DeploymentPorts) {}

  /** The deployment. @throws ServiceError `DeploymentDoesNotExistException` */
  named(id: string): DeploymentRecord {
    const found = this.records.get(id);
    if (found === undefined) throw new ServiceError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
    return found;
  }

  /** All deployments of the group, oldest first. */
  of(group: DeploymentGroup): readonly DeploymentRecord[] {
    return [...this.records.values()].filter((record) => record.group.id === group.id);
  }

  create(request: DeploymentRequest): DeploymentRecord {
    const { catalog, clock, ids } = this.ports;
    const group = catalog.group(request.application, request.group);
    const { name: configuration, routing } = catalog.configuration(request.configuration ?? group.configuration);
    const active = this.of(group).find(({ run }) => isActive(run.deployment));
    if (active !== undefined) {
      throw new ServiceError('DeploymentLimitExceededException', `The Deployment Group '${group.name}' already has an active Deployment '${active.id}'`);
    }
    const [id, now] = [`d-${ids.upper(9)}`, clock.now()];
    const { appSpec, stage, refusal } = this.prepare(group, request.revision);
    const alarms = request.alarms ?? group.alarms;
    const rollback = request.rollback ?? group.rollback;
    const policy: Policy = {
      startsAfter: assumedStart, traffic: routing, ready: group.ready, terminationWait: minutes(group.terminationWaitMinutes), hooks: appSpec?.hooks ?? {}, testRoute: group.testListenerArn !== undefined,
      alarms: { names: alarms.enabled ? alarms.names : [], ignorePollAlarmFailure: alarms.ignorePollAlarmFailure, pollEvery: assumedAlarmPoll },
      rollbackOn: rollback.enabled ? rollback.events : [], limits: defaultLimits,
    };
    useRevision(catalog.application(group.application), request.revision, now, group.name);
    return this.start({
      id, group, configuration, creator: 'user', description: request.description, revision: request.revision, previousRevision: this.lastSuccessful(group)?.revision,
      overriddenAlarms: request.alarms, policy, createdAt: now, stage,
    }, refusal === undefined ? openDeployment(policy, now, id) : openStillborn(policy, now, id, refusal));
  }

  lastSuccessful(group: DeploymentGroup): DeploymentRecord | undefined {
    return this.of(group).findLast(({ run }) => deploymentStatus(run.deployment) === 'Succeeded');
  }

  /** Calls `look` with everything that is seen from now on, until disposed. */
  watch(look: (moment: GroupMoment) => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  [Symbol.dispose](): void {
    for (const { run } of this.records.values()) run.close();
  }

  private start(about: Omit<DeploymentRecord, 'run'>, opening: Move): DeploymentRecord {
    const { stage, group: { id: group } } = about;
    const saw = (what: Sight): void => this.see({ at: this.ports.clock.now(), what, group });
    const perform = stage === undefined ? () => undefined : performer(about.id, stage, { ...this.ports, saw, startRollback: () => this.rollBack(about.id) });
    const record = { ...about, run: new DeploymentRun(about.policy, opening, { clock: this.ports.clock, perform, see: (moment) => this.see({ ...moment, group }) }) };
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

  private prepare(group: DeploymentGroup, { source }: Revision): { readonly appSpec?: AppSpec; readonly stage: Stage | undefined; readonly refusal?: Parameters<typeof openStillborn>[3] } {
    const content = source.kind === 'text' ? source.content : this.ports.objectText(source.bucket, source.key);
    if (content === undefined) return { stage: undefined, refusal: { kind: 'invalid-revision', message: 'The object could not be found in Amazon S3.' } };
    const read = readAppSpec(content);
    if (!read.ok) return { stage: undefined, refusal: { kind: 'invalid-revision', message: read.problems.map(spell).join('; ') } };
    const shared = this.lanesOf.get(group.id) ?? lanes();
    this.lanesOf.set(group.id, shared);
    const stage = stageFor(group, read.value, shared, this.ports);
    return typeof stage === 'string' ? { appSpec: read.value, stage: undefined, refusal: { kind: 'invalid-service', message: stage } } : { appSpec: read.value, stage };
  }

  private see(moment: GroupMoment): void {
    this.trace.push(moment);
    for (const look of this.watchers) look(moment);
  }
}
