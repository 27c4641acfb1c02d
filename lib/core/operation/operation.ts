/** One thing that a service does for its customers, as its contract states it. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** With names of parameters in braces, such as `/v1/shops/{shopId}/members/{memberId}/balance`. */
  readonly path: string;
  /** A write must be proven on the primary. What is sent is handed to a queue, whose acknowledgement is the proof. */
  readonly effect: 'read' | 'write' | 'send';
  /** Only of one that sends: how the work is called that a worker does for each request later, and is counted under. */
  readonly leaves?: string;
  /** A release whose critical operation fails does not go on; it has to be probed. */
  readonly critical: boolean;
  /** Percent of the stage's expected peak; all operations of a service together make 100. */
  readonly share: number;
  /** How to try it on a task set that has no customers yet. */
  readonly probe: Exchange | undefined;
  /** A request that it refuses with 4xx, saying in its log why; a part of it holds `{lane}`, and the reason quotes that part. */
  readonly refusal?: Exchange;
  /** What a rehearsal's customers send. */
  readonly load: Exchange | undefined;
}

/** An operation with a request that it refuses; `undefined` where a contract has none. */
export function refusing(operations: readonly Operation[]): (Operation & { readonly refusal: Exchange }) | undefined {
  return operations.find((operation): operation is Operation & { readonly refusal: Exchange } => operation.refusal !== undefined);
}

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** One request and the status that answers it. */
export interface Exchange {
  /** Values for the path, the rest for the query; names in braces, such as `{lane}`, are filled in by the sender. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing is sent when undefined. */
  readonly body: unknown;
  /** An operation that must have succeeded before in the same lane. */
  readonly after: string | undefined;
  readonly expect: number;
}
