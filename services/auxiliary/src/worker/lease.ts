/** Which release may consume the queue. There is one lease, and only the deployment function moves it. */
export interface Lease {
  readonly release: string;
  /** Higher after each move, so that a release that has it again knows that it was away. */
  readonly epoch: number;
}

/** Where the lease is kept. */
export interface LeaseBook {
  /** The lease as it is at some moment between question and answer; undefined before the first release. @throws when nobody answers */
  current(): Promise<Lease | undefined>;
}
