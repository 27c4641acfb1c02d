import type { Ending, Served } from './messages';

/** Adds requests up until they are told. */
export class Tally {
  private readonly counts = new Map<string, { readonly loadBalancerArn: string; readonly ending: Ending; readonly latencies: number[]; count: number }>();

  /** `latencyMs` is wall time. */
  add(loadBalancerArn: string, ending: Ending, latencyMs?: number): void {
    const key = `${loadBalancerArn} ${Object.values(ending).join(' ')}`;
    const entry = this.counts.get(key) ?? { loadBalancerArn, ending, latencies: [], count: 0 };
    entry.count += 1;
    if (latencyMs !== undefined) entry.latencies.push(latencyMs);
    this.counts.set(key, entry);
  }

  take(): readonly Served[] {
    const all = [...this.counts.values()];
    this.counts.clear();
    return all;
  }
}
