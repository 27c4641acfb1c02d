import type { Clock } from '../../core/time';
import { between, instant, minutes, type Instant } from '../../core/units';
import { everyMinute } from '../cloudwatch/every-minute';
import type { MetricStore } from '../cloudwatch/metric-store';

/** When a server was away in the last few minutes. */
export class Presence {
  private away: readonly { readonly from: Instant; readonly to: Instant | undefined }[] = [];

  lostAt(at: Instant): void {
    this.away = [...this.away.filter(({ to }) => to === undefined || between(to, at) < minutes(10)), { from: at, to: undefined }];
  }

  backAt(at: Instant): void {
    this.away = this.away.map(({ from, to }) => ({ from, to: to ?? at }));
  }

  /** For how much of the time between two moments it was there, in percent. */
  percent(from: Instant, to: Instant): number {
    const missing = this.away.reduce((sum, one) => sum + Math.max(0, Math.min(one.to ?? to, to) - Math.max(one.from, from)), 0);
    return 100 * (1 - missing / between(from, to));
  }
}

/**
 * Publishes what each proxy says of its primary, for every minute of the clock: `AvailabilityPercentage`, the share of the proxy's health
 * checks that went well. AWS does not say how often they are made; here nothing comes between them.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.monitoring.html and
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-monitoring-dashboard.html
 */
export async function tellOfPrimaries(proxies: () => Readonly<Record<string, Presence>>, metrics: MetricStore, clock: Clock, signal: AbortSignal): Promise<void> {
  const thisMinute = instant(Math.floor(clock.now() / minutes(1)) * minutes(1));
  for await (const to of everyMinute(clock, signal, thisMinute)) {
    const from = instant(to - minutes(1));
    for (const [ProxyName, presence] of Object.entries(proxies())) {
      const dimensions = { ProxyName, TargetGroup: 'default', TargetRole: 'READ_WRITE' };
      metrics.put({ namespace: 'AWS/RDS', name: 'AvailabilityPercentage', dimensions }, from, presence.percent(from, to), 1, { unit: 'Percent' });
    }
  }
}
