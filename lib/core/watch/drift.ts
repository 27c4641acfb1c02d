import { disarmed } from '../release/preflight';
import type { Sight } from './sight';

/** What was deployed. */
export interface Deployed {
  /** The alarms that take a release back: name to terms, as `spellTerms` has them. */
  readonly alarms: Readonly<Record<string, string>>;
}

/** Everything about the service's guards that is not as it was deployed, each with what to do. Nobody but a person sets it right. */
export function drift({ group, alarms, scaling }: Pick<Sight, 'group' | 'alarms' | 'scaling'>, deployed: Deployed): readonly string[] {
  return [
    ...disarmed({ group, alarms }, { alarms: Object.keys(deployed.alarms) }),
    ...alarms.flatMap(({ name, terms }) => (deployed.alarms[name] === undefined || deployed.alarms[name] === terms ? []
      : [`the alarm ${name} fires at ${terms}, and was deployed to fire at ${deployed.alarms[name]}: set it back, or deploy the topology stack with the change`])),
    ...(scaling === undefined ? ['nothing scales the service: its scalable target is gone; deploy the topology stack again'] : []),
  ];
}
