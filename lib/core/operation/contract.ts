import type { Operation } from './operation';

/** What a service promises, and how its writes are proven. */
export interface Contract {
  readonly operations: readonly Operation[];
  /**
   * A query that takes idempotency keys as `$1` (a text array) and gives one row, with the key first, for each write that is in the
   * books under one of them. Empty for a service that writes nothing.
   */
  readonly proof: string;
}
