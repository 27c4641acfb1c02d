import { minutes, type Millis } from '../../core/units';

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/**
 * The time between two events of a schedule: `rate(1 minute)`, `rate(5 minutes)`.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html: one is written without an `s`, more with it.
 *
 * @throws RangeError for what AWS refuses, and for what the region does not know, such as cron
 */
export function readSchedule(expression: string): Millis {
  const [, count, unit, plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (count === undefined || unit === undefined || (count === '1') === (plural === 's')) {
    throw new RangeError(`Parameter ScheduleExpression is not valid: the region knows rate(1 minute), rate(N minutes), hours and days, got ${JSON.stringify(expression)}`);
  }
  return minutes(Number(count) * MINUTES[unit as keyof typeof MINUTES]);
}
