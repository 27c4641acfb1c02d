import { seconds } from '../core/units';
import { wallClock } from '../edge/time/wall-clock';
import type { Region } from '../region/region';
import type { RehearsedStage } from './rehearsed-stage';
import type { Result } from './result';

const LOOK_EVERY = seconds(0.2);
/** Longer than a message is hidden that a worker took and could not finish. */
const PATIENCE = seconds(90);

/**
 * Looks up whether workers did what acknowledged requests left to them: for each there is an item, in a table of the tier, whose key
 * holds the request's.
 *
 * @param keys of requests whose work was handed to a queue
 */
export async function workDone(keys: readonly string[], { cloudformation, tables }: Pick<Region, 'cloudformation' | 'tables'>, { topology }: Pick<RehearsedStage, 'topology'>): Promise<NonNullable<Result['beside']>['work']> {
  const names = new Set(topology.map(({ stackName }) => stackName));
  const physical = new Set([...cloudformation.stacks.values()].filter(({ name }) => names.has(name)).flatMap(({ resources }) => [...resources.values()].map(({ physicalId }) => physicalId)));
  const own = [...tables.tables.values()].filter(({ name }) => physical.has(name));
  const missing = (): number => {
    const there = new Set(own.flatMap((table) => table.all().flatMap((item) => table.key.map(({ name }) => item[name]?.['S']))));
    return keys.filter((key) => !there.has(key)).length;
  };
  const until = wallClock.now() + PATIENCE;
  while (missing() > 0 && wallClock.now() < until) await wallClock.sleep(LOOK_EVERY);
  return { requested: keys.length, missing: missing() };
}
