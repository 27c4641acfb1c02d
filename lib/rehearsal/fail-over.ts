import { seconds } from '../core/units';
import type { Region } from '../region/region';
import type { Scenario } from './scenario';
import type { Stand } from './stand';

/** Long enough that customers of both releases have been served. */
const INTO_THE_STEP = seconds(40);

/**
 * Has the primary fail over when the release has had its first customers for a moment, if that belongs to the scenario; once. The region
 * brings it back as Multi-AZ does.
 */
export function failOverInTheMiddle({ failsOver }: Scenario, { deployments, databases, clock }: Region, { group, source }: Stand): Disposable {
  const over = new AbortController();
  let begun = failsOver !== true || source === undefined;
  const watch = deployments.watch(({ what, group: seen }) => {
    if (begun || seen !== group.id || what.kind !== 'production' || what.green === 0) return;
    begun = true;
    clock.sleep(INTO_THE_STEP, over.signal).then(() => databases.crashPrimary(source as string), () => undefined);
  });
  return {
    [Symbol.dispose]() {
      over.abort();
      watch[Symbol.dispose]();
    },
  };
}
