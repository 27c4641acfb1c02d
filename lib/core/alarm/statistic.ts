import type { Instant } from '../units';

export const plainStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** A statistic by CloudWatch's name: a plain one, or a percentile such as `p99` or `p99.9`. */
export type Statistic = (typeof plainStatistics)[number] | `p${number}`;

/** Something that was measured; `count` times the same value at the same moment. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
  readonly count: number;
}

/** The statistic of that name; nothing for a name that CloudWatch does not have, and for trimmed means and ranks, which are not built. */
export function statisticNamed(name: string): Statistic | undefined {
  const plain = plainStatistics.find((statistic) => statistic === name);
  return plain ?? (/^p(100|\d{1,2}(\.\d{1,10})?)$/.test(name) ? (name as Statistic) : undefined);
}

/** The rank of a percentile, from 0 to 100; nothing for a plain statistic. */
export const rankOf = (statistic: Statistic): number | undefined => (statistic.startsWith('p') ? Number(statistic.slice(1)) : undefined);

/** What samples of one period come to; nothing when there are none, for that is a missing data point and not a zero. */
export function summarise(samples: readonly Sample[], statistic: Statistic): number | undefined {
  const count = samples.reduce((sum, sample) => sum + sample.count, 0);
  if (count === 0) return undefined;
  const total = (): number => samples.reduce((sum, { value, count: times }) => sum + value * times, 0);
  switch (statistic) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return total();
    case 'Average':
      return total() / count;
    case 'Minimum':
      return samples.reduce((least, { value }) => Math.min(least, value), Infinity);
    case 'Maximum':
      return samples.reduce((most, { value }) => Math.max(most, value), -Infinity);
    default:
      return percentile(samples, count, rankOf(statistic) ?? 100);
  }
}

/**
 * The smallest value that at least `rank` percent of the samples do not exceed (nearest rank).
 *
 * Assumed: CloudWatch does not publish its method, and works on buckets once there are many values.
 */
function percentile(samples: readonly Sample[], count: number, rank: number): number | undefined {
  const needed = Math.max(1, Math.ceil((rank / 100) * count));
  let seen = 0;
  for (const sample of samples.toSorted((one, other) => one.value - other.value)) {
    seen += sample.count;
    if (seen >= needed) return sample.value;
  }
  return undefined;
}
