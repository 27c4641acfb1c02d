import { isEnd } from '../change';
import { everyChange, everyPlace, together } from '../see';

/** What is called by the clock or by events, such as the watch between releases, is called no more, otherwise, or at other times. */
export const callsLost = together(
  everyPlace(/^AWS::Events::Rule$/, ({ path }) => /^(State|EventPattern|Targets|ScheduleExpression)/.test(path)),
  everyChange(/^AWS::(Events::Rule|Lambda::Permission)$/, (change) => (isEnd(change) ? `${change.type} is removed` : undefined)),
);
