import { GetDeploymentCommand, GetDeploymentTargetCommand, ListDeploymentsCommand, ListDeploymentTargetsCommand, type CodeDeployClient, type DeploymentInfo } from '@aws-sdk/client-codedeploy';
import { unfinishedStatuses } from '../../core/deployment/status';
import { phaseOf, type TargetFacts } from '../../core/standing/phase';
import type { StandingDeployment } from '../../core/standing/standing';
import { instant, type Instant } from '../../core/units';
import type { FoundService } from './find-service';
import { Trouble } from './trouble';

/** A deployment, and the newest moment that AWS has told of it. */
export interface ReadDeployment {
  readonly deployment: StandingDeployment;
  readonly toldAt: Instant;
}

const momentOf = (date: Date | undefined): Instant => instant(date?.getTime() ?? 0);
/** No document promises an order, and a group has no more than one that runs. */
const NEWEST = 10;

/** The id of the deployment that runs, or else of the newest. */
export async function newestDeployment(codedeploy: CodeDeployClient, { application, deploymentGroup }: FoundService): Promise<string | undefined> {
  const group = { applicationName: application, deploymentGroupName: deploymentGroup };
  const { deployments: running = [] } = await codedeploy.send(new ListDeploymentsCommand({ ...group, includeOnlyStatuses: [...unfinishedStatuses] }));
  if (running[0] !== undefined) return running[0];
  const { deployments = [] } = await codedeploy.send(new ListDeploymentsCommand(group));
  const infos = await Promise.all(deployments.slice(0, NEWEST).map((id) => infoOf(codedeploy, id)));
  return infos.toSorted((one, other) => momentOf(other.createTime) - momentOf(one.createTime))[0]?.deploymentId;
}

/** @throws Trouble when the group has no such deployment */
export async function readDeployment(codedeploy: CodeDeployClient, found: FoundService, id: string): Promise<ReadDeployment> {
  const info = await infoOf(codedeploy, id);
  if (info.applicationName !== found.application || info.deploymentGroupName !== found.deploymentGroup) throw new Trouble('asked', `${id} is no deployment of ${found.service} in ${found.stage}`);
  const { facts: target, toldAt } = await targetOf(codedeploy, id);
  const { rollbackDeploymentId: rollbackId, rollbackTriggeringDeploymentId: takesBack } = info.rollbackInfo ?? {};
  const rollback = rollbackId === undefined ? undefined : { id: rollbackId, status: (await infoOf(codedeploy, rollbackId)).status ?? '' };
  const { status = '', autoRollbackConfiguration, description = '', createTime } = info;
  const phase = phaseOf({
    status, target, rollback, error: errorIn(info), terminationWaitMinutes: found.terminationWaitMinutes, rollsBack: autoRollbackConfiguration?.enabled === true,
  });
  return { toldAt, deployment: { id, createdAt: momentOf(createTime), description, takesBack, watchedBy: watchersIn(info), phase } };
}

const errorIn = ({ errorInformation: error }: DeploymentInfo) => error && { code: error.code ?? 'no code', message: error.message ?? 'no message' };

const watchersIn = ({ overrideAlarmConfiguration: instead }: DeploymentInfo): readonly string[] | undefined =>
  (instead?.enabled === true ? instead.alarms?.map(({ name = '' }) => name) ?? [] : undefined);

async function infoOf(codedeploy: CodeDeployClient, deploymentId: string): Promise<DeploymentInfo> {
  try {
    return (await codedeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};
  } catch (cause) {
    if (!(cause instanceof Error && ['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'].includes(cause.name))) throw cause;
    throw new Trouble('asked', `there is no deployment ${deploymentId} in this account and region`);
  }
}

/** An ECS deployment has one target, and at first none. */
async function targetOf(codedeploy: CodeDeployClient, deploymentId: string): Promise<{ readonly facts: TargetFacts | undefined; readonly toldAt: Instant }> {
  const nothing = { facts: undefined, toldAt: instant(0) };
  try {
    const { targetIds: [targetId] = [] } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    if (targetId === undefined) return nothing;
    const target = (await codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId }))).deploymentTarget?.ecsTarget;
    const events = target?.lifecycleEvents?.map(({ lifecycleEventName: name = '', status = '', endTime }) => ({ name, status, endedAt: endTime && momentOf(endTime) })) ?? [];
    return { facts: { status: target?.status ?? '', events }, toldAt: momentOf(target?.lastUpdatedAt) };
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'DeploymentNotStartedException') return nothing;
    throw cause;
  }
}
