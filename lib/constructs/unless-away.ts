import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

const period = Duration.minutes(1);
const expression = (text: string, usingMetrics: Record<string, IMetric>, label: string): MathExpression =>
  new MathExpression({ expression: text, usingMetrics, label, period });

/**
 * What was counted in the minute before; nothing when the database was away in that minute, the one before it or the one after it.
 *
 * It is seen a minute late, because a server that goes in the last moments of a minute is found missing in the next one; and requests that
 * have waited for it fail a moment after it is back. What stands here for `DIFF` is the usual way to look back: a value less what it has
 * gained is the value before. The first minute that an alarm fetches has none before it, and an alarm fetches more minutes than it counts
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html).
 *
 * As long as nobody has said whether the database was there, it is a zero: where the condition of IF has no point, nor has its result, and
 * FILL puts one there. A later evaluation corrects it. Without a point the alarm would look at an older minute in its place, the first that
 * it fetched, of which it cannot say what was around it.
 *
 * @param available percent, less than 100 in a minute in which the database was away
 */
export function unlessAway(available: IMetric, counted: IMetric, label: string): MathExpression {
  const justBefore = expression('available - DIFF(available)', { available }, 'Available in the minute before, %');
  const longBefore = expression('justBefore - DIFF(justBefore)', { justBefore }, 'Available two minutes before, %');
  const around = expression('MIN([available, justBefore, longBefore])', { available, justBefore, longBefore }, 'Available around the minute, %');
  const filled = expression('FILL(counted, 0)', { counted }, 'Counted, silence as none');
  return expression('FILL(IF(around < 100, 0, filled - DIFF(filled)), 0)', { around, filled }, label);
}
