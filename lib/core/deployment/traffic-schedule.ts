import { millis, percent, type Millis, type Percent } from '../units';
import type { TrafficRouting } from './traffic-routing';

/** One change of the weights: how long after `AllowTraffic` began, and the share that green holds from then on. */
export interface Shift {
  readonly after: Millis;
  readonly green: Percent;
}

/**
 * When the weights change during `AllowTraffic`. The first shift is made at once, and nothing is waited for after the last.
 *
 * A linear percentage that does not divide 100 ends with a smaller step: 30 gives 30, 60, 90, 100. That is how the API
 * reference reads ("the percentage of traffic that is shifted at the start of each increment"); no published trace shows it.
 */
export function trafficSchedule(routing: TrafficRouting): readonly [Shift, ...Shift[]] {
  switch (routing.kind) {
    case 'AllAtOnce':
      return [{ after: millis(0), green: percent(100) }];
    case 'TimeBasedCanary':
      return [{ after: millis(0), green: routing.percentage }, { after: routing.interval, green: percent(100) }];
    case 'TimeBasedLinear':
      return linearSchedule(routing.percentage, routing.interval);
  }
}

/** From the first shift to the last: what the traffic routing adds to a deployment's length. */
export function shiftingTime(routing: TrafficRouting): Millis {
  return trafficSchedule(routing).at(-1)?.after ?? millis(0);
}

function linearSchedule(step: Percent, interval: Millis): readonly [Shift, ...Shift[]] {
  const further = Array.from({ length: Math.ceil(100 / step) - 1 }, (_, index) => ({
    after: millis((index + 1) * interval),
    green: percent(Math.min(100, (index + 2) * step)),
  }));
  return [{ after: millis(0), green: step }, ...further];
}
