import { select, type Select } from '../../../shared/src/database/query';

/** When the server that is asked last heard of a writer; undefined while there has been none. */
export function lastBeat(): Select<Date | undefined> {
  return select('select beaten_at from platform.heartbeat', [], ({ beaten_at: at }) => (at === null ? undefined : (at as Date)));
}
