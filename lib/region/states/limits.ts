import { StateFailure } from './state-failure';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_EVENTS = 25_000;
const MOST_BYTES = 262_144;

/** How long the history of an execution has become: a machine that looks again and again for hours dies of it. */
export class History {
  private length = 1;

  /** @throws StateFailure once the execution has more events than the service keeps */
  add(...events: readonly string[]): void {
    this.length += events.length;
    if (this.length > MOST_EVENTS) throw new StateFailure('States.Runtime', `The execution reached the maximum number of history events (${MOST_EVENTS}).`);
  }
}

/** The same data, if a state may have so much. @throws StateFailure */
export function limitData(data: unknown, of: string): unknown {
  if (Buffer.byteLength(JSON.stringify(data) ?? '') <= MOST_BYTES) return data;
  throw new StateFailure('States.DataLimitExceeded', `The state/task '${of}' returned a result with a size exceeding the maximum number of bytes service limit.`);
}
