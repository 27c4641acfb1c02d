import type { Dice } from '../../core/chance';
import { instant, hours, minutes, seconds, type Instant } from '../../core/units';
import { ServiceError } from '../service-error';
import { publication } from './publication';
import { unitOf, type Unit } from './units';

export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A value and how often it was sent. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
  readonly count: number;
}

/** What is known of a value beside its moment. */
export interface About {
  readonly unit?: Unit | undefined;
  /** Seconds to which moments are kept: 1 for a high-resolution metric. A minute unless it is said. */
  readonly resolution?: 1 | 60 | undefined;
  /** When it was sent, if that was later than when it happened. */
  readonly sentAt?: Instant | undefined;
}

/** Values of one moment that came together: every distinct value and how often it came. */
interface Batch {
  readonly at: Instant;
  readonly unit: Unit;
  readonly visibleAt: Instant;
  readonly values: Map<number, number>;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const LARGEST = 2 ** 360;
const OLDEST = hours(14 * 24);
const FARTHEST_AHEAD = hours(2);
const MOST_DIMENSIONS = 30;

/** High-resolution values are kept for three hours, and then by the minute: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html */
const SHARP = hours(3);
const KEPT = hours(15 * 24);

/** CloudWatch's values: put in now, readable a little later. */
export class MetricStore {
  private readonly series = new Map<string, Map<string, Batch>>();

  constructor(private readonly dice: Dice) {}

  /** @throws ServiceError `InvalidParameterValue` for what CloudWatch would not take */
  put(series: Series, at: Instant, value: number, count = 1, { unit = unitOf(series), resolution = 60, sentAt = at }: About = {}): void {
    refuse(series, at, value, sentAt);
    const key = keyOf(series);
    const batches = this.series.get(key) ?? new Map<string, Batch>();
    this.series.set(key, batches);
    const visibleAt = publication(series.namespace, instant(Math.max(at, sentAt)), (moment) => this.dice.named(`${key}@${moment}`));
    const batch = { at: floor(at, seconds(resolution)), unit, visibleAt };
    if (add(batches, batch, value, count) === 'new') this.age(batches, sentAt);
  }

  /** The values from `from` (included) to `to` (excluded) that can be read at `now`; of one unit, if one is named. */
  read(series: Series, from: Instant, to: Instant, now: Instant, unit?: string): readonly Sample[] {
    const batches = [...this.series.get(keyOf(series))?.values() ?? []];
    return batches.filter((batch) => batch.at >= from && batch.at < to && batch.visibleAt <= now && (unit === undefined || batch.unit === unit))
      .flatMap(({ at, values }) => [...values].map(([value, count]) => ({ at, value, count })));
  }

  /** Every series that has values. */
  known(): readonly string[] {
    return [...this.series.keys()];
  }

  private age(batches: Map<string, Batch>, now: Instant): void {
    for (const [key, batch] of batches) {
      if (batch.at >= now - SHARP) break;
      const minute = floor(batch.at, minutes(1));
      if (batch.at >= now - KEPT && minute === batch.at && batch.visibleAt === batch.at) continue;
      batches.delete(key);
      if (batch.at < now - KEPT) continue;
      for (const [value, count] of batch.values) add(batches, { at: minute, unit: batch.unit, visibleAt: minute }, value, count);
    }
  }
}

function add(batches: Map<string, Batch>, { at, unit, visibleAt }: Omit<Batch, 'values'>, value: number, count: number): 'new' | 'known' {
  const key = `${at}/${unit}/${visibleAt}`;
  const known = batches.get(key);
  const batch = known ?? { at, unit, visibleAt, values: new Map<number, number>() };
  batch.values.set(value, (batch.values.get(value) ?? 0) + count);
  if (known === undefined) batches.set(key, batch);
  return known === undefined ? 'new' : 'known';
}

function refuse({ namespace, name, dimensions }: Series, at: Instant, value: number, now: Instant): void {
  const wrong = [
    ...(namespace === '' || name === '' ? ['a namespace and a name must not be empty'] : []),
    ...(Number.isFinite(value) && Math.abs(value) <= LARGEST ? [] : [`the value ${value} of ${name} is out of range`]),
    ...(Object.keys(dimensions).length <= MOST_DIMENSIONS ? [] : [`${name} has more than ${MOST_DIMENSIONS} dimensions`]),
    ...(at >= now - OLDEST && at <= now + FARTHEST_AHEAD ? [] : [`the moment ${new Date(at).toISOString()} of ${name} must be at most two weeks ago and two hours ahead`]),
  ];
  if (wrong.length > 0) throw new ServiceError('InvalidParameterValue', wrong.join('; '));
}

const floor = (at: Instant, step: number): Instant => instant(Math.floor(at / step) * step);

export const keyOf = ({ namespace, name, dimensions }: Series): string =>
  `${namespace}/${name}{${Object.entries(dimensions).sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join(',')}}`;
