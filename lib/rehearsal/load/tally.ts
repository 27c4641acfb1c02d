import type { Count } from './messages';

/** Adds requests up until they are told. */
export class Tally {
  private readonly counts = new Map<string, Count & { readonly latencies: number[]; readonly late: number[]; count: number }>();

  add({ operation, release, end, detail }: Pick<Count, 'operation' | 'release' | 'end' | 'detail'>, latencyMs: number, lateMs: number): void {
    const key = `${operation} ${release ?? ''} ${end} ${detail}`;
    const entry = this.counts.get(key) ?? { operation, release, end, detail, count: 0, latencies: [], late: [] };
    entry.count += 1;
    entry.latencies.push(latencyMs);
    entry.late.push(lateMs);
    this.counts.set(key, entry);
  }

  take(): readonly Count[] {
    const all = [...this.counts.values()];
    this.counts.clear();
    return all;
  }
}
