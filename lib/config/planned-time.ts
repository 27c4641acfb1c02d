import { millis, type Millis } from '../core/units';
import type { Stage } from './stage';
import { shiftDuration } from './traffic';

type Timed = Pick<Stage, 'releaseTime' | 'traffic' | 'auxiliary'>;

/** What a release may take until it has all traffic, part by part; for the tier whose traffic takes longest to shift. */
export function plannedParts({ releaseTime: { migrations, install, hooks, margin }, traffic, auxiliary }: Timed): Readonly<Record<string, Millis>> {
  return { migrations, install, hooks, shift: millis(Math.max(...[traffic, auxiliary.traffic].map(shiftDuration))), margin };
}

export const plannedTime = (stage: Timed): Millis => millis(Object.values(plannedParts(stage)).reduce((total, part) => total + part, 0));
