import { dice } from '../../../lib/core/chance';
import { after, instant, minutes, seconds, type Instant } from '../../../lib/core/units';
import { MetricStore } from '../../../lib/region/cloudwatch/metric-store';
import { Presence, tellOfPrimaries } from '../../../lib/region/rds/presence';
import { VirtualClock } from '../../support/virtual-clock';

const start = instant(Date.parse('2026-01-05T09:00:00Z'));
const at = (second: number): Instant => after(start, seconds(second));

test('a server that fails over for ninety seconds was there for a part of two or three minutes', () => {
  const presence = new Presence();
  presence.lostAt(at(57));
  presence.backAt(at(147));
  expect([0, 60, 120, 180].map((second) => Math.round(presence.percent(at(second), at(second + 60))))).toEqual([95, 0, 55, 100]);
});

test('one that is away has not been there since', () => {
  const presence = new Presence();
  presence.lostAt(at(30));
  expect(presence.percent(at(0), at(60))).toBe(50);
  expect(presence.percent(at(600), at(660))).toBe(0);
});

test('a proxy says so of every minute of the clock, half a minute or more after its end', async () => {
  const clock = new VirtualClock(at(20));
  const metrics = new MetricStore(dice(1));
  const presence = new Presence();
  const over = new AbortController();
  const telling = tellOfPrimaries(() => ({ writer: presence }), metrics, clock, over.signal);
  await clock.pass(seconds(10));
  presence.lostAt(clock.now());
  await clock.pass(seconds(45));
  presence.backAt(clock.now());
  await clock.pass(minutes(4));
  const series = { namespace: 'AWS/RDS', name: 'AvailabilityPercentage', dimensions: { ProxyName: 'writer', TargetGroup: 'default', TargetRole: 'READ_WRITE' } };
  const read = (now: Instant): readonly (readonly [number, number])[] => metrics.read(series, at(0), at(180), now).map((sample) => [(sample.at - start) / 1_000, sample.value]);
  expect(read(clock.now())).toEqual([[0, 50], [60, 75], [120, 100]]);
  expect(read(at(89))).toEqual([]);
  over.abort();
  await expect(telling).rejects.toBe(over.signal.reason);
});
