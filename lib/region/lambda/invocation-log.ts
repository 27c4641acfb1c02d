/** How an invocation went, for its REPORT line. */
export interface Report {
  readonly durationMs: number;
  /** Of the first invocation of an environment only. */
  readonly initMs: number | undefined;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  readonly status: { readonly is: 'success' } | { readonly is: 'timeout' } | { readonly is: 'error'; readonly errorType: string };
}

/** The lines that Lambda writes itself: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export const startLine = (id: string): string => `START RequestId: ${id} Version: $LATEST`;
export const endLine = (id: string): string => `END RequestId: ${id}`;

/** Lambda's lines around every invocation, whatever becomes of it. */
export const isAroundInvocation = (line: string): boolean => /^(START|END|REPORT) RequestId: /.test(line);

export const timeoutText = (limitMs: number): string => `Task timed out after ${(limitMs / 1_000).toFixed(2)} seconds`;
export const timeoutLine = (id: string, at: number, limitMs: number): string => `${new Date(at).toISOString()} ${id} ${timeoutText(limitMs)}`;
export const errorLines = (id: string, errorType: string, text: string): readonly string[] => [`RequestId: ${id} Error: ${text}`, errorType];

/** The time of a cold start is billed too, since August 2025. */
export function reportLine(id: string, { durationMs, initMs, memoryMb, maxMemoryMb, status }: Report): string {
  return [
    `REPORT RequestId: ${id}`, `Duration: ${durationMs.toFixed(2)} ms`, `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`, `Max Memory Used: ${Math.min(maxMemoryMb, memoryMb)} MB`, ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status.is === 'success' ? [] : [`Status: ${status.is}`]), ...(status.is === 'error' ? [`Error Type: ${status.errorType}`] : []), '',
  ].join('\t');
}
