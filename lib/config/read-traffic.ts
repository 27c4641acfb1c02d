import type { Reader } from '../core/reader';
import { minutes, type Percent } from '../core/units';
import type { Traffic } from './traffic';

/** CodeDeploy takes whole percentages and whole minutes, and neither nothing nor everything for a step. */
const step = { min: 1, max: 99 };
const interval = { min: 1, max: 2_880 };

/** `percent` stays unchecked here: the reader has bounded it, and `percent()` would throw before the other problems are found. */
export function readTraffic(read: Reader): Traffic {
  const kind = read.oneOf('kind', ['canary', 'linear', 'all-at-once']);
  const traffic = ((): Traffic => {
    switch (kind) {
      case 'canary':
        return { kind, percent: read.integer('percent', step) as Percent, hold: minutes(read.integer('minutes', interval)) };
      case 'linear':
        return { kind, percent: read.integer('percent', step) as Percent, every: minutes(read.integer('everyMinutes', interval)) };
      case 'all-at-once':
        return { kind };
    }
  })();
  read.onlyKnownKeys();
  return traffic;
}
