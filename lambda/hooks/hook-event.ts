import { spell } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';

/** What CodeDeploy sends; the event's name is not in it. https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

/** @throws an error with everything that is wrong: without either of the two nobody can be told a verdict */
export function readHookEvent(event: unknown): HookEvent {
  const read = new Reader(event, 'event');
  const checked = read.result({ DeploymentId: read.text('DeploymentId'), LifecycleEventHookExecutionId: read.text('LifecycleEventHookExecutionId') });
  if (!checked.ok) throw new Error(`this is no call of CodeDeploy: ${checked.problems.map(spell).join('; ')}`);
  return checked.value;
}
