import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, GetDeploymentCommand, GetDeploymentTargetCommand, ListDeploymentTargetsCommand, type DeploymentInfo, type ECSTarget } from '@aws-sdk/client-codedeploy';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { StandingDeployment } from '../../core/standing/standing';
import { momentsOf } from '../../core/story/moments';
import type { Changed, StoppingAlarm, Story } from '../../core/story/story';
import { trafficSpan, type ToldTimes } from '../../core/story/traffic-span';
import { instant, type Instant } from '../../core/units';
import type { FoundService } from './find-service';
import type { ClientSettings } from './operated-service';
import { readAlarmChanges } from './read-alarm-changes';
import { readTraffic } from './read-traffic';

/** Everything that AWS tells of a deployment that was read already. @param changed what the ledger says of two releases */
export async function readStory(found: FoundService, deployment: StandingDeployment, now: Instant, changed: (release: string | undefined, before: string | undefined) => Promise<Changed>, settings: ClientSettings = {}): Promise<Story> {
  const clients = { codedeploy: new CodeDeployClient(settings), cloudwatch: new CloudWatchClient(settings), ecs: new ECSClient(settings), balancing: new ElasticLoadBalancingV2Client(settings) };
  const [info, target] = await Promise.all([infoOf(clients.codedeploy, deployment.id), targetOf(clients.codedeploy, deployment.id)]);
  const rolledBack = info.rollbackInfo?.rollbackDeploymentId;
  const rollback = rolledBack === undefined ? undefined : await infoOf(clients.codedeploy, rolledBack);
  const times = timesOf(info, target, rollback);
  const current = instant(Math.max(now, target.lastUpdatedAt?.getTime() ?? 0, rollback?.completeTime?.getTime() ?? 0));
  const [release, before] = await Promise.all([info.revision, info.previousRevision].map((revision) => releaseOf(clients.ecs, revision)));
  const turns = await readAlarmChanges(clients.cloudwatch, found.alarms, times.createdAt, instant(Math.min(current, times.rollback?.completedAt ?? times.completedAt ?? current)));
  const span = trafficSpan(times, deployment, current);
  return {
    stage: found.stage, service: found.service, deployment, release, before, now: current, moments: momentsOf(deployment.id, times, turns),
    changed: await changed(release, before),
    alarms: await alarmsNamed(clients.cloudwatch, info.errorInformation?.code === 'ALARM_ACTIVE' ? info.errorInformation.message ?? '' : ''),
    traffic: span && await readTraffic(clients, found, span, greenIn(target)),
  };
}

const infoOf = async (codedeploy: CodeDeployClient, deploymentId: string): Promise<DeploymentInfo> => (await codedeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

async function targetOf(codedeploy: CodeDeployClient, deploymentId: string): Promise<ECSTarget> {
  try {
    const { targetIds: [targetId] = [] } = await codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }));
    if (targetId === undefined) return {};
    return (await codedeploy.send(new GetDeploymentTargetCommand({ deploymentId, targetId }))).deploymentTarget?.ecsTarget ?? {};
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'DeploymentNotStartedException') return {};
    throw cause;
  }
}

const momentOf = (date: Date | undefined): Instant | undefined => date && instant(date.getTime());

function timesOf(info: DeploymentInfo, { lifecycleEvents = [] }: ECSTarget, rollback: DeploymentInfo | undefined): ToldTimes {
  return {
    createdAt: momentOf(info.createTime) ?? instant(0), completedAt: momentOf(info.completeTime),
    events: lifecycleEvents.map(({ lifecycleEventName = '', status = '', startTime, endTime }) => ({ name: lifecycleEventName, status, startedAt: momentOf(startTime), endedAt: momentOf(endTime) })),
    rollback: rollback && { id: rollback.deploymentId ?? '', createdAt: momentOf(rollback.createTime) ?? instant(0), completedAt: momentOf(rollback.completeTime) },
  };
}

/** The name of the target group of the new tasks, for as long as AWS tells. */
const greenIn = ({ taskSetsInfo = [] }: ECSTarget): string | undefined => taskSetsInfo.find(({ taskSetLabel }) => taskSetLabel === 'Green')?.targetGroup?.name;

/** A release tells its tasks which one it is; the AppSpec names their definition. */
async function releaseOf(ecs: ECSClient, revision: DeploymentInfo['revision']): Promise<string | undefined> {
  const content = revision?.appSpecContent?.content ?? revision?.string?.content ?? '';
  const taskDefinition = /"?TaskDefinition"?\s*:\s*"?(arn:[^"\s,}]+)/.exec(content)?.[1];
  if (taskDefinition === undefined) return undefined;
  const { taskDefinition: definition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  return definition?.containerDefinitions?.flatMap(({ environment }) => environment ?? []).find(({ name }) => name === 'RELEASE')?.value;
}

/** AWS puts each name between angle brackets. */
async function alarmsNamed(cloudwatch: CloudWatchClient, message: string): Promise<readonly StoppingAlarm[]> {
  const names = [...message.matchAll(/<([^<>]+)>/g)].map(([, name = '']) => name);
  if (names.length === 0) return [];
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
  return names.map((name) => {
    const alarm = MetricAlarms.find(({ AlarmName }) => AlarmName === name);
    return { name, description: alarm?.AlarmDescription ?? '', state: alarm?.StateValue ?? 'gone', because: alarm?.StateReason ?? '' };
  });
}
