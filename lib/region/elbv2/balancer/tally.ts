import type { Served } from './messages';

/** Adds requests up until they are told. */
export class Tally {
  private readonly counts = new Map<string, { served: Omit<Served, 'latencies' | 'count'>; latencies: number[]; count: number }>();

  add(served: Omit<Served, 'latencies' | 'count'>, latencyMs?: number): void {
    const key = `${served.loadBalancerArn} ${served.groupArn ?? ''} ${served.status} ${served.byTarget}`;
    const entry = this.counts.get(key) ?? { served, latencies: [], count: 0 };
    entry.count += 1;
    if (latencyMs !== undefined) entry.latencies.push(latencyMs);
    this.counts.set(key, entry);
  }

  take(): readonly Served[] {
    const all = [...this.counts.values()].map(({ served, latencies, count }) => ({ ...served, latencies, count }));
    this.counts.clear();
    return all;
  }
}
