import type { Expected } from '../release/inspection';
import { disarmed } from '../release/preflight';
import type { Sight } from './sight';

/** Everything about the service's guards that is not as it was deployed, each with what to do. Nobody but a person sets it right. */
export function drift({ group, alarms, scaling }: Pick<Sight, 'group' | 'alarms' | 'scaling'>, deployed: Expected): readonly string[] {
  return [
    ...disarmed({ group, alarms }, deployed),
    ...(scaling === undefined ? ['nothing scales the service: its scalable target is gone; deploy the topology stack again'] : []),
  ];
}
