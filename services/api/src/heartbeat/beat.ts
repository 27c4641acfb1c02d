import { change, type Change } from '../../../shared/src/database/query';

/**
 * Says on the primary that at `at` somebody was writing; of several tasks the youngest counts.
 *
 * The row is what a replica's lag is measured by: a lag that PostgreSQL tells grows at night, when nobody writes.
 */
export function beat(at: Date): Change<void> {
  return change('update platform.heartbeat set beaten_at = greatest(beaten_at, $1)', [at.toISOString()], () => undefined);
}
