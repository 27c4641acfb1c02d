import { listOf, textOf, textsOf } from '../fields';
import { ServiceError } from '../service-error';

/** A notice that a group asks for. */
export interface Trigger {
  readonly name: string;
  readonly topicArn: string;
  readonly events: readonly string[];
}

const MOST_TRIGGERS = 10;
const EVENTS = ['DeploymentStart', 'DeploymentSuccess', 'DeploymentFailure', 'DeploymentStop', 'DeploymentRollback', 'DeploymentReady', 'InstanceStart', 'InstanceSuccess', 'InstanceFailure', 'InstanceReady'];

/** Reads `triggerConfigurations`. */
export function readTriggers(given: unknown): readonly Trigger[] {
  const triggers = listOf(given).map((trigger) => ({ name: textOf(trigger['triggerName']) ?? '', topicArn: textOf(trigger['triggerTargetArn']) ?? '', events: textsOf(trigger['triggerEvents']) }));
  if (triggers.length > MOST_TRIGGERS) throw new ServiceError('TriggerTargetsLimitExceededException', `The maximum allowed number of triggers (${MOST_TRIGGERS}) was exceeded.`);
  for (const { name, topicArn, events } of triggers) {
    if (name === '') return wrong('A trigger needs a triggerName.');
    if (!/^arn:aws[\w-]*:sns:/.test(topicArn)) return wrong(`The trigger ${name} needs the ARN of an SNS topic, got ${JSON.stringify(topicArn)}.`);
    const unknown = events.filter((event) => !EVENTS.includes(event));
    if (events.length === 0 || unknown.length > 0) return wrong(`The trigger ${name} needs known events, got ${JSON.stringify(events)}.`);
  }
  return triggers;
}

function wrong(message: string): never {
  throw new ServiceError('InvalidTriggerConfigException', message);
}
