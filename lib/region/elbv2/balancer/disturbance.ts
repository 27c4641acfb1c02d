/**
 * What a rehearsal makes of the answers of a target group. AWS has no such thing: it stands for what a bad release, or the network to
 * it, would do, where the release is somebody else's program.
 */
export interface Disturbance {
  /** Put into every answer of the group, so that customers can tell who answered. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fault: Fault | undefined;
}

/** A share of the requests of one method whose path matches a pattern. */
export interface Fault {
  /** `errors`: the target answers 500. `latency`: it answers `delayMs` later. `resets`: it breaks the connection off. */
  readonly kind: 'errors' | 'latency' | 'resets';
  readonly method: string;
  /** Source of a regular expression over the path, without the query. */
  readonly path: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly delayMs: number;
}

export const undisturbed: Disturbance = { headers: {}, fault: undefined };

/** Whether this request is one of those that the fault meets. */
export function meets({ method, path, share }: Fault, request: { readonly method: string; readonly path: string }, roll: () => number): boolean {
  return request.method === method && new RegExp(path).test(request.path) && roll() < share;
}
