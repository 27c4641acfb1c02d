/** One line of the table: what was measured, in its own unit, and against what. */
export interface Measure {
  readonly what: string;
  readonly value: string;
  /** How it compares, in the same run on the same machine; empty where nothing does the same. */
  readonly compared: string;
}

/** Milliseconds of wall time that the work takes; the best of several tries, because everything else only makes it slower. */
export async function fastest(tries: number, work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let turn = 0; turn < tries; turn += 1) {
    const began = performance.now();
    await work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

export const times = (ratio: number): string => `${ratio.toPrecision(2)} x`;
export const msText = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
