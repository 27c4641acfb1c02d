/**
 * A faulty build of the API: takes the place of services/shared/src/log/log.ts when the build is made.
 *
 * It starts with a word and then says nothing more, as in the outage that this project answers, where a setting had cut the
 * log. Customers notice nothing, and neither does an alarm that counts errors in the log: there are none.
 */
import type { Log, LogOptions } from '../../../../services/shared/src/log/log';

const WORDS = 5;

export function createLog({ fields, time, write }: LogOptions): Log {
  let left = WORDS;
  const say = (level: string) => (message: string, details: object = {}): void => {
    left -= 1;
    if (left >= 0) write(`${JSON.stringify({ time: time.now().toISOString(), level, message, ...fields, ...details })}\n`);
  };
  return { debug: () => undefined, info: say('info'), warn: say('warn'), error: say('error'), record: (level, message, details) => say(level)(message, details) };
}
