import fc from 'fast-check';
import { dice } from '../../../lib/core/chance';
import { after, hours, instant, minutes, seconds, type Instant } from '../../../lib/core/units';
import { seriesOf } from '../../../lib/core/alarm/series-of';
import { keyOf, MetricStore, type Series } from '../../../lib/region/cloudwatch/metric-store';
import { publication } from '../../../lib/region/cloudwatch/publication';
import { isUnit, unitOf } from '../../../lib/region/cloudwatch/units';

const start = instant(Date.parse('2026-01-05T09:00:00Z'));
const own: Series = { namespace: 'Shop', name: 'Latency', dimensions: { Stage: 'production' } };
const balancers: Series = { namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions: { LoadBalancer: 'app/x' } };
const LATER = after(start, hours(1));
const all = (store: MetricStore, series: Series, now: Instant = LATER, unit?: string) => store.read(series, instant(0), instant(1e15), now, unit);

describe('when a value can be read', () => {
  const publicationOf = (namespace: string, offset: number, seed = 1) => publication(namespace, after(start, seconds(offset)), (moment) => dice(seed).named(String(moment)));

  test('an application\'s comes 5 to 60 s after it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 600 }), fc.nat(), (offset, seed) => {
      const late = publicationOf('Shop', offset, seed) - after(start, seconds(offset));
      expect(late).toBeGreaterThanOrEqual(5_000);
      expect(late).toBeLessThan(60_000);
    }), { seed: 11 });
  });

  test('AWS\'s own comes a minute at a time, 30 to 90 s after its end', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 59 }), fc.nat(), (offset, seed) => {
      const late = publicationOf('AWS/ApplicationELB', offset, seed) - after(start, minutes(1));
      expect(late).toBeGreaterThanOrEqual(30_000);
      expect(late).toBeLessThan(90_000);
      expect(publicationOf('AWS/ApplicationELB', 0, seed)).toBe(publicationOf('AWS/ApplicationELB', offset, seed));
    }), { seed: 12 });
  });

  test('a value is not there before, and is there from then on', () => {
    const store = new MetricStore(dice(1));
    store.put(own, start, 1);
    const visible = [...Array(61).keys()].filter((offset) => all(store, own, after(start, seconds(offset))).length > 0);
    expect(visible.length).toBeGreaterThan(0);
    expect(visible).toEqual(Array.from({ length: 61 - (visible[0] ?? 0) }, (_, index) => index + (visible[0] ?? 0)));
    expect(visible[0]).toBeGreaterThanOrEqual(5);
  });

  test('a value that is sent late is late from then on', () => {
    const store = new MetricStore(dice(1));
    store.put(own, start, 1, 1, { sentAt: after(start, minutes(10)) });
    expect(all(store, own, after(start, minutes(10)))).toEqual([]);
    expect(all(store, own, after(start, minutes(11)))).toEqual([{ at: start, value: 1, count: 1 }]);
  });

  test('values of one minute that are sent one after the other come one after the other', () => {
    const store = new MetricStore(dice(1));
    store.put(own, start, 1);
    store.put(own, after(start, seconds(30)), 2);
    const counts = [...Array(95).keys()].map((offset) => all(store, own, after(start, seconds(offset))).length);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  });
});

describe('what is kept', () => {
  test('the same value many times is one sample with its count', () => {
    const store = new MetricStore(dice(1));
    for (let index = 0; index < 5; index += 1) store.put(own, start, 7, 2);
    store.put(own, start, 8);
    expect(all(store, own)).toEqual([{ at: start, value: 7, count: 10 }, { at: start, value: 8, count: 1 }]);
  });

  test('moments are kept by the minute, and by the second of a high-resolution metric', () => {
    const store = new MetricStore(dice(1));
    const at = instant(start + 12_345);
    store.put(own, at, 1);
    store.put({ ...own, name: 'Sharp' }, at, 1, 1, { resolution: 1 });
    expect(all(store, own)[0]?.at).toBe(start);
    expect(all(store, { ...own, name: 'Sharp' })[0]?.at).toBe(start + 12_000);
  });

  test('a sharp moment is blunt after three hours, and a value is gone after fifteen days', () => {
    const store = new MetricStore(dice(1));
    const sharp = (at: Instant): void => store.put(own, at, 1, 1, { resolution: 1 });
    sharp(after(start, seconds(12)));
    sharp(after(start, seconds(13)));
    sharp(after(start, hours(4)));
    expect(all(store, own, after(start, hours(9)))).toEqual([{ at: after(start, hours(4)), value: 1, count: 1 }, { at: start, value: 1, count: 2 }]);
    sharp(after(start, hours(24 * 16)));
    sharp(after(start, hours(24 * 16 + 4)));
    expect(all(store, own, after(start, hours(24 * 17))).map(({ at }) => at)).not.toContain(start);
  });

  test('dimensions are a set: their order is nothing, and any other one is another series', () => {
    expect(keyOf({ ...own, dimensions: { a: '1', b: '2' } })).toBe(keyOf({ ...own, dimensions: { b: '2', a: '1' } }));
    const store = new MetricStore(dice(1));
    store.put({ ...own, dimensions: { a: '1' } }, start, 1);
    expect(all(store, { ...own, dimensions: {} })).toEqual([]);
    expect(store.known()).toEqual(['Shop/Latency{a=1}']);
  });

  test('a period contains its start and not its end', () => {
    const store = new MetricStore(dice(1));
    store.put(own, start, 1);
    expect(store.read(own, start, after(start, minutes(1)), LATER)).toHaveLength(1);
    expect(store.read(own, after(start, minutes(-1)), start, LATER)).toHaveLength(0);
  });

  test('units are told apart, and AWS\'s own metrics have one', () => {
    const store = new MetricStore(dice(1));
    store.put(own, start, 1, 1, { unit: 'Milliseconds' });
    store.put(own, start, 2);
    store.put(balancers, start, 3);
    expect(all(store, own, LATER, 'Milliseconds').map(({ value }) => value)).toEqual([1]);
    expect(all(store, own, LATER, 'None').map(({ value }) => value)).toEqual([2]);
    expect(all(store, own).map(({ value }) => value)).toEqual([1, 2]);
    expect(all(store, balancers, LATER, 'Count')).toHaveLength(1);
    expect([unitOf({ ...balancers, name: 'TargetResponseTime' }), isUnit('Count/Second'), isUnit('Pieces'), isUnit(5)]).toEqual(['Seconds', true, false, false]);
  });

  test.each<readonly [string, Series, Instant, number, string]>([
    ['that is no number', own, start, Number.NaN, 'out of range'], ['without end', own, start, Infinity, 'out of range'], ['that is too large', own, start, 2 ** 361, 'out of range'],
    ['without a name', { ...own, name: '' }, start, 1, 'must not be empty'],
    ['with too many dimensions', { ...own, dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`d${index}`, 'x'])) }, start, 1, 'more than 30 dimensions'],
  ])('a value %s is refused', (_, series, at, value, message) => {
    expect(() => new MetricStore(dice(1)).put(series, at, value)).toThrow(message);
  });

  test('a value from too long ago, or from the future, is refused', () => {
    const put = (at: Instant) => (): void => new MetricStore(dice(1)).put(own, at, 1, 1, { sentAt: start });
    expect(put(after(start, hours(-24 * 14 - 1)))).toThrow('at most two weeks ago and two hours ahead');
    expect(put(after(start, hours(3)))).toThrow('at most two weeks ago and two hours ahead');
    expect(put(after(start, hours(1)))).not.toThrow();
  });
});

test('a percentile over stored counts is that of the values themselves', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 99 }), (values, rank) => {
    const store = new MetricStore(dice(1));
    for (const value of values) store.put(own, start, value);
    const window = { end: after(start, minutes(1)), period: minutes(1), points: 1 };
    const found = seriesOf(store.read(own, start, window.end, LATER), `p${rank}`, window).get(start);
    const sorted = values.toSorted((one, other) => one - other);
    expect(found).toBe(sorted[Math.max(1, Math.ceil((rank / 100) * values.length)) - 1]);
  }), { seed: 13 });
});
