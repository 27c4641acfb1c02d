import { allAtOnce, canary, linear, type TrafficRouting } from '../../core/deployment/traffic-routing';
import { minutes, percent } from '../../core/units';
import { fieldsOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';

/** Reads `trafficRoutingConfig`. @throws ServiceError `InvalidTrafficRoutingConfigurationException` */
export function readRouting(given: unknown): TrafficRouting {
  const configuration = fieldsOf(given);
  try {
    switch (configuration['type']) {
      case 'AllAtOnce': return allAtOnce;
      case 'TimeBasedCanary': return canary(...step(configuration['timeBasedCanary'], 'canary'));
      case 'TimeBasedLinear': return linear(...step(configuration['timeBasedLinear'], 'linear'));
      default: throw new RangeError(`unknown type ${JSON.stringify(configuration['type'])}`);
    }
  } catch (thrown) {
    throw new ServiceError('InvalidTrafficRoutingConfigurationException', `The traffic routing configuration is not valid: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}

/** The same as the wire has it. */
export function describeRouting(routing: TrafficRouting): Fields {
  switch (routing.kind) {
    case 'AllAtOnce': return { type: routing.kind };
    case 'TimeBasedCanary': return { type: routing.kind, timeBasedCanary: { canaryPercentage: routing.percentage, canaryInterval: routing.interval / minutes(1) } };
    case 'TimeBasedLinear': return { type: routing.kind, timeBasedLinear: { linearPercentage: routing.percentage, linearInterval: routing.interval / minutes(1) } };
  }
}

function step(fields: unknown, prefix: string): [ReturnType<typeof percent>, ReturnType<typeof minutes>] {
  const given = fieldsOf(fields);
  return [percent(Number(given[`${prefix}Percentage`])), minutes(Number(given[`${prefix}Interval`]))];
}
