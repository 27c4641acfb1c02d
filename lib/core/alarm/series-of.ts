import type { Instant } from '../units';
import { startOf, timestamps, type Series, type Window } from './series';
import { summarise, type Sample, type Statistic } from './statistic';

/** The data points that samples come to over a window. A period contains its start and not its end. */
export function seriesOf(samples: readonly Sample[], statistic: Statistic, window: Window): Series {
  const start = startOf(window);
  const periods: Sample[][] = Array.from({ length: window.points }, () => []);
  for (const sample of samples) periods[Math.floor((sample.at - start) / window.period)]?.push(sample);
  const points = timestamps(window).flatMap((at, index): readonly [Instant, number][] => {
    const value = summarise(periods[index] ?? [], statistic);
    return value === undefined ? [] : [[at, value]];
  });
  return new Map(points);
}
