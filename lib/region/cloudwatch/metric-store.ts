import type { Dice } from '../../core/chance';
import { instant, minutes, seconds, type Instant, type Millis } from '../../core/units';

export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What is stored of one second of a series: every distinct value and how often it came. */
interface Bucket {
  readonly at: Instant;
  readonly visibleAt: Instant;
  readonly values: Map<number, number>;
}

/** A value and how often it was sent. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
  readonly count: number;
}

const RESOLUTION = seconds(1);
/** Alarms look at most a few periods back; older values are dropped. */
const KEPT = minutes(120);

/**
 * When values can be read, after they were sent. Not documented; taken from observations (see BEHAVIOUR.md): load
 * balancers publish a minute 30 to 90 s after its end, values from applications come 2 to 15 s after they were written.
 */
function delay(namespace: string, dice: Dice): Millis {
  return namespace.startsWith('AWS/') ? seconds(dice.between(30, 90)) : seconds(dice.between(2, 15));
}

/** CloudWatch's values: put in now, readable a little later. */
export class MetricStore {
  private readonly series = new Map<string, Map<number, Bucket>>();

  constructor(private readonly dice: Dice) {}

  put(series: Series, at: Instant, value: number, count = 1): void {
    const key = keyOf(series);
    const buckets = this.series.get(key) ?? new Map<number, Bucket>();
    this.series.set(key, buckets);
    const start = Math.floor(at / RESOLUTION) * RESOLUTION;
    const bucket = buckets.get(start) ?? { at: instant(start), visibleAt: this.visibleAt(series, key, start), values: new Map<number, number>() };
    bucket.values.set(value, (bucket.values.get(value) ?? 0) + count);
    if (!buckets.has(start)) {
      buckets.set(start, bucket);
      for (const old of buckets.keys()) {
        if (old >= start - KEPT) break;
        buckets.delete(old);
      }
    }
  }

  /** The values from `from` (included) to `to` (excluded) that can be read at `now`. */
  read(series: Series, from: Instant, to: Instant, now: Instant): readonly Sample[] {
    const buckets = this.series.get(keyOf(series));
    if (buckets === undefined) return [];
    return [...buckets.values()].filter(({ at, visibleAt }) => at >= from && at < to && visibleAt <= now)
      .flatMap(({ at, values }) => [...values].map(([value, count]) => ({ at, value, count })));
  }

  /** Every series that has values. */
  known(): readonly string[] {
    return [...this.series.keys()];
  }

  private visibleAt(series: Series, key: string, start: number): Instant {
    const minute = minutes(1);
    // AWS's own metrics are published once a minute; an application's values as they come.
    const aws = series.namespace.startsWith('AWS/');
    const published = aws ? (Math.floor(start / minute) + 1) * minute : start + RESOLUTION;
    return instant(published + delay(series.namespace, this.dice.named(`${key}@${aws ? Math.floor(start / minute) : 'always'}`)));
  }
}

export const keyOf = ({ namespace, name, dimensions }: Series): string =>
  `${namespace}/${name}{${Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join(',')}}`;
