import type { Headers } from './json-protocol';

/** Something that answers at a path prefix of its own, beside the services. */
export interface Route {
  readonly prefix: string;
  /** The service whose requests these are: then they must be signed for it. @default - anybody may ask */
  readonly service?: string;
  /** What a request asks of that service, for whoever judges permissions. */
  call?(path: string): { readonly operation: string; readonly input: Readonly<Record<string, unknown>> };
  /** The answer, or `undefined` for "there is nothing here". */
  answer(request: { readonly method: string; readonly path: string; readonly body: string; readonly headers: Headers }): Promise<Answer | undefined>;
}

export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly contentType?: string;
  /** The error's name, for the header in which clients look for it first. */
  readonly error?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
