import type { Operation } from '../../core/operation/operation';

/** What the load generator is told at its start. */
export interface LoadPlan {
  readonly operations: readonly Operation[];
  /** Requests a second of wall time. */
  readonly rate: number;
  readonly seed: number;
  readonly target: LoadTarget;
}

export interface LoadTarget {
  /** Where the production listener really is on this machine. */
  readonly port: number;
  /** The name that customers use. */
  readonly domain: string;
  /** PEM of the authority that signed the listener's certificate; `undefined` for plain HTTP. */
  readonly authority: string | undefined;
}

export type ToLoad = { readonly kind: 'begin'; readonly plan: LoadPlan } | { readonly kind: 'finish' };

export type FromLoad =
  | { readonly kind: 'counted'; readonly counts: readonly Count[] }
  /** Every request has its answer. */
  | { readonly kind: 'finished'; readonly keys: Keys };

/** The keys of requests that were acknowledged. */
export interface Keys {
  readonly written: readonly string[];
  /** Handed to a queue, for a worker. */
  readonly sent: readonly string[];
}

/** Requests of one moment with the same end, added up. */
export interface Count {
  readonly operation: string;
  /** The release that answered, as it says itself; `undefined` when no release did. */
  readonly release: string | undefined;
  readonly end: 'succeeded' | 'failed' | 'lost';
  /** `500 25006`, `ECONNRESET`: what a person would look for. */
  readonly detail: string;
  readonly count: number;
  /** Wall milliseconds from the intended start to the answer. */
  readonly latencies: readonly number[];
  /** Wall milliseconds from the intended start to the sending: nobody's doing but this machine's. */
  readonly late: readonly number[];
}
