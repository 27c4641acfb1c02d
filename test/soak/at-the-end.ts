import { isActive } from '../../lib/core/deployment/status';
import { minutes } from '../../lib/core/units';
import type { Weighted } from '../../lib/region/elbv2/live';
import { actionOf } from '../../lib/region/elbv2/live';
import { primaryOf, type Service } from '../../lib/region/ecs/service';
import type { Region } from '../../lib/region/region';
import type { Stand } from '../../lib/rehearsal/stand';
import type { Released } from './release-once';

/** How long ECS may take to end old tasks and to replace what was killed. */
const SETTLES_WITHIN = 30;

/** Everything that is not as it must be after a release, whatever was killed in it: one colour, which serves; a stack that takes the next release; a reason. */
export async function wrongAtTheEnd(region: Region, stand: Stand, { stack, outcome, release, refusal }: Released): Promise<readonly string[]> {
  let wrong = unsettled(region, stand);
  for (let waited = 0; wrong.length > 0 && waited < SETTLES_WITHIN; waited += 1) {
    await region.clock.sleep(minutes(1));
    wrong = unsettled(region, stand);
  }
  const runs = runningRelease(serviceOf(region, stand));
  return [
    ...wrong,
    ...(['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'].includes(stack.status) ? [] : [`the stack is in ${stack.status}`]),
    ...((outcome === 'stays') === (runs === release) ? [] : [`${release} ${outcome}, and ${runs} runs`]),
    ...(stack.status === 'UPDATE_ROLLBACK_COMPLETE' && (refusal ?? '').length < 20 ? [`the stack went back without a reason: "${refusal ?? ''}"`] : []),
  ];
}

function unsettled(region: Region, stand: Stand): readonly string[] {
  const { group } = stand;
  const service = serviceOf(region, stand);
  const primary = primaryOf(service);
  const running = primary?.running() ?? 0;
  const arns = group.targetGroups.map((name) => region.balancing.groupNamed(name)?.arn ?? name);
  const healthy = region.balancing.targetsOf(primary?.about.attachment?.targetGroupArn ?? '').filter(({ state }) => state === 'healthy').length;
  return [
    ...[...region.deployments.records.values()].filter(({ run }) => isActive(run.deployment)).map(({ id }) => `the deployment ${id} has not ended`),
    ...(service.taskSets.length === 1 && primary !== undefined ? [] : [`${service.taskSets.length} task sets are there, ${service.taskSets.map(({ status }) => status).join(', ')}`]),
    ...(running >= service.desiredCount ? [] : [`${running} of ${service.desiredCount} tasks run`]),
    ...(healthy >= service.desiredCount ? [] : [`${healthy} of ${service.desiredCount} targets are healthy`]),
    ...region.balancing.forwardsTo(group.productionListenerArn, arns).flatMap((holder) => {
      const action = actionOf(holder);
      const taking = action.kind === 'forward' ? action.groups.filter(({ weight }) => weight > 0) : [];
      return taking.length === 1 && taking[0]?.arn === primary?.about.attachment?.targetGroupArn ? [] : [`customers go to ${spellWeights(taking)}, and PRIMARY is behind ${primary?.about.attachment?.targetGroupArn}`];
    }),
  ];
}

const spellWeights = (groups: readonly Weighted[]): string => groups.map(({ arn, weight }) => `${arn} (${weight})`).join(', ') || 'nobody';

function serviceOf({ ecs }: Region, { group }: Stand): Service {
  const found = [...ecs.services.values()].find(({ name }) => name === group.service.name);
  if (found === undefined) throw new Error(`the service ${group.service.name} is gone`);
  return found;
}

const runningRelease = (service: Service): string | undefined => primaryOf(service)?.about.definition.containers[0]?.environment['RELEASE'];
