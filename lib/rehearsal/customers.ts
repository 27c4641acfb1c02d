import type { Count } from './load/messages';
import type { Result } from './result';

/** What has become of customers' requests so far. */
export class Customers {
  private readonly counts = new Map<string, { operation: string; release: string | undefined; end: Count['end']; detail: string; count: number }>();
  private readonly latencies: { readonly release: string | undefined; readonly ms: number }[] = [];
  private readonly late: number[] = [];

  add(counts: readonly Count[]): void {
    for (const { operation, release, end, detail, count, latencies, late } of counts) {
      const key = `${operation} ${release ?? ''} ${end} ${detail}`;
      const entry = this.counts.get(key) ?? { operation, release, end, detail, count: 0 };
      entry.count += count;
      this.counts.set(key, entry);
      this.late.push(...late);
      if (end === 'succeeded') this.latencies.push(...latencies.map((ms) => ({ release, ms })));
    }
  }

  requests(): Result['requests'] {
    const of = (end: Count['end']): number => this.total((entry) => entry.end === end);
    return { sent: this.total(() => true), succeeded: of('succeeded'), failed: of('failed'), lost: of('lost') };
  }

  /** Requests that `release` answered with an error. */
  harmedBy(release: string): Result['harmed'] {
    const harmed = [...this.counts.values()].filter((entry) => entry.end === 'failed' && entry.release === release);
    const byOperation: Record<string, number> = {};
    for (const { operation, count } of harmed) byOperation[operation] = (byOperation[operation] ?? 0) + count;
    return { total: harmed.reduce((sum, { count }) => sum + count, 0), byOperation };
  }

  /** How many requests `release` answered, and how many of them well, but only after more than `slowMs` of wall time. */
  answeredBy(release: string, slowMs: number): { readonly total: number; readonly slow: number } {
    return {
      total: this.total((entry) => entry.release === release),
      slow: this.latencies.filter((answer) => answer.release === release && answer.ms > slowMs).length,
    };
  }

  /** Everything that went wrong, most frequent first: `usePoints 500 25006 (release r2): 14`. */
  troubles(): readonly string[] {
    return [...this.counts.values()].filter(({ end }) => end !== 'succeeded').sort((left, right) => right.count - left.count)
      .map(({ operation, release, end, detail, count }) => `${operation} ${detail} (${release === undefined ? end : `release ${release}`}): ${count}`);
  }

  /** Wall milliseconds that a share of the answers did not exceed. */
  latency(share: number): number {
    return notExceededBy(this.latencies.map(({ ms }) => ms), share);
  }

  /** How late this machine was with them. */
  pace(): Result['pace'] {
    return { halfWithinMs: Math.round(notExceededBy(this.late, 0.5)), mostWithinMs: Math.round(notExceededBy(this.late, 0.99)) };
  }

  private total(holds: (entry: { end: Count['end']; release: string | undefined }) => boolean): number {
    return [...this.counts.values()].filter(holds).reduce((sum, { count }) => sum + count, 0);
  }
}

function notExceededBy(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
