import type { Story } from './story';

/** What to do now, most urgent first. */
export function nextSteps(story: Story): readonly string[] {
  const { stage, deployment: { id, phase, takesBack }, release, changed, traffic } = story;
  if (takesBack !== undefined) return [`it put back what ${takesBack} had changed: changeover report ${takesBack} says why`];
  switch (phase.at) {
    case 'beginning':
    case 'event': return [`it is under way: changeover wait --deployment ${id} tells its end, changeover stop takes it back`];
    case 'ready': return ['it waits for a person: changeover continue lets customers reach it, changeover stop does not'];
    case 'baking': return ['it bakes: until the bake is over an alarm takes it back, and so does changeover stop, in seconds', `changeover wait --deployment ${id} tells its end`];
    case 'promoted': return [`${release ?? 'it'} has baked: it can be gone back to with changeover rollback`];
    case 'ended': return [
      ...urgent(story),
      ...because(phase.because),
      ...(traffic !== undefined && harmed(traffic) > 0 ? ['tell those who were harmed, and look for what they lost in the log of the new release: its failed requests are above'] : []),
      ...(changed.kind === 'told' && changed.migrations.length > 0 ? [`the migrations ${changed.migrations.map(({ name }) => name).join(', ')} were applied and stay: what runs now has to do with them, and the next release brings them too`] : []),
      `build the repair as a release of its own; the same one once more needs another number of the try (-c attempt=2), and changeover status says whether the stack of ${stage} agrees with what customers are on`,
    ];
  }
}

/** Requests of customers that failed, as far as the load balancer counts. */
export const harmed = ({ groups, unanswered }: NonNullable<Story['traffic']>): number => groups.reduce((sum, { failed }) => sum + failed, unanswered);

function urgent({ deployment: { phase } }: Story): readonly string[] {
  if (phase.at !== 'ended') return [];
  switch (phase.rollback.kind) {
    case 'failed': return [`now: its rollback ${phase.rollback.id} did not succeed; changeover status says where customers are`];
    case 'awaited':
    case 'running': return ['wait for its rollback: changeover wait'];
    case 'none':
    case 'succeeded': return [];
  }
}

/** By the `ErrorCode`s of https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ErrorInformation.html */
function because(why: string): readonly string[] {
  if (why.includes('ALARM_ACTIVE')) return ['look at the alarm that stopped it, at the time at which it did: what it counts is what customers met'];
  if (why.includes('HOOK_EXECUTION_FAILURE')) return ['read the log of the function that refused it: each probe that failed is named there, with what was expected and what was answered'];
  if (why.includes('MANUAL_STOP')) return ['ask whoever stopped it what they saw, and write it down: CloudTrail says who (StopDeployment)'];
  if (why.includes('TIMEOUT')) return ['something did not answer in its time: look at the event that did not end, and at the function or the tasks behind it'];
  if (/ECS_UPDATE_ERROR|INVALID_ECS_SERVICE/.test(why)) return ["its tasks did not come up: the service's events and the reasons of stopped tasks say why (no image, no start, no health)"];
  if (/IAM_ROLE/.test(why)) return ['a permission is missing: it is named in the message; permissions are topology, and not part of a release'];
  return [];
}
