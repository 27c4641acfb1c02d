import { isTrue, listOf, textOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import type { GroupSettings } from './read-group';

const MOST_ALARMS = 10;
const LONGEST_NAME = 255;

/** Reads `alarmConfiguration` of a group, or what overrides it for one deployment. */
export function readAlarms(configuration: Fields): GroupSettings['alarms'] {
  const enabled = isTrue(configuration['enabled']);
  const names = listOf(configuration['alarms']).map(({ name }) => textOf(name) ?? '');
  if (names.length > MOST_ALARMS) throw new ServiceError('AlarmsLimitExceededException', `The maximum number of alarms for a deployment group (${MOST_ALARMS}) was exceeded.`);
  if (enabled && names.length === 0) return wrong('Alarm configuration is enabled, but no alarms are specified.');
  if (new Set(names).size !== names.length) return wrong('The same alarm name is specified more than once.');
  const unusable = names.find((name) => name === '' || name.length > LONGEST_NAME);
  if (unusable !== undefined) return wrong(`An alarm name has 1 to ${LONGEST_NAME} characters, got ${JSON.stringify(unusable)}.`);
  return { enabled, names, ignorePollAlarmFailure: isTrue(configuration['ignorePollAlarmFailure']) };
}

function wrong(message: string): never {
  throw new ServiceError('InvalidAlarmConfigException', message);
}
