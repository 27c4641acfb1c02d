import { minutes, type Millis } from '../../core/units';

/**
 * The time between two runs: `rate(5 minutes)`; `undefined` for `rate(0 minute)`, which runs once.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-synthetics-canary-schedule.html
 *
 * @throws RangeError for what the region does not know, such as cron
 */
export function readSchedule(expression: string): Millis | undefined {
  const [, count, unit] = /^rate\((\d+) (minutes?|hours?)\)$/.exec(expression) ?? [];
  if (count === undefined || unit === undefined) throw new RangeError(`the region runs canaries by rate(N minutes), got ${JSON.stringify(expression)}`);
  const every = Number(count) * (unit.startsWith('hour') ? 60 : 1);
  if (every > 60) throw new RangeError(`a canary runs once an hour at least, got ${expression}`);
  return every === 0 ? undefined : minutes(every);
}
