import type { IncomingMessage, ServerResponse } from 'node:http';
import { isHopByHop } from './request-headers';
import type { Target } from './target';

export type Forwarded =
  | { readonly kind: 'answered'; readonly status: number; readonly latencyMs: number }
  /** `connected` says whether there was a connection to the target at all. */
  | { readonly kind: 'failed'; readonly status: 502 | 504; readonly connected: boolean }
  /** The client went away before there was an answer. */
  | { readonly kind: 'abandoned'; readonly connected: boolean };

/**
 * Sends a request to a target and its answer back. Never tries again: a retry would hide a loss.
 *
 * @param idleMs how long the target may keep silent, before its answer and within it
 * @param added headers for the answer, beside those of the target
 */
export function forward(request: IncomingMessage, response: ServerResponse, target: Target, headers: string[], idleMs: number, added: Readonly<Record<string, string>> = {}): Promise<Forwarded> {
  const started = performance.now();
  target.begin();
  return new Promise<Forwarded>((resolve) => {
    let abort: (() => void) | undefined;
    let answer: { readonly status: number; readonly latencyMs: number } | undefined;
    let over = false;
    const finish = (outcome: Forwarded): void => {
      if (over) return;
      over = true;
      target.end();
      resolve(outcome);
    };
    const clientGone = (): void => finish(answer === undefined ? { kind: 'abandoned', connected: abort !== undefined } : { kind: 'answered', ...answer });
    response.on('close', () => {
      if (response.writableFinished) return;
      clientGone();
      abort?.();
    });
    target.pool.dispatch({ method: request.method as 'GET', path: request.url ?? '/', headers, body: bodyOf(request), headersTimeout: idleMs, bodyTimeout: idleMs }, {
      onConnect: (stop) => {
        abort = stop;
        // The client may have left while the request waited for its connection.
        if (over) stop();
      },
      onHeaders: (status, raw, resume) => {
        if (status < 200) return true;
        const latencyMs = performance.now() - started;
        response.writeHead(status, [...answerHeaders(raw, response), ...Object.entries(added).flat()]);
        answer = { status, latencyMs };
        response.on('drain', resume);
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete: () => {
        response.end();
        finish({ kind: 'answered', ...(answer ?? { status: 502, latencyMs: 0 }) });
      },
      onError: (cause: Error & { readonly code?: string }) => {
        if (request.destroyed && !request.complete) return clientGone();
        if (answer === undefined) return finish({ kind: 'failed', status: /TIMEOUT/.test(cause.code ?? '') ? 504 : 502, connected: abort !== undefined });
        // The target broke off in the middle; all that is left is to break off as well.
        response.destroy();
        finish({ kind: 'answered', ...answer });
      },
    });
  });
}

function bodyOf(request: IncomingMessage): IncomingMessage | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return (length === undefined || length === '0') && encoding === undefined ? null : request;
}

function answerHeaders(raw: readonly Buffer[], response: ServerResponse): string[] {
  const kept: string[] = [];
  let hasLength = false;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    // Bytes as they are: a header may hold any of them.
    const name = raw[index]?.toString('latin1') ?? '';
    if (isHopByHop(name)) continue;
    hasLength ||= name.toLowerCase() === 'content-length';
    kept.push(name, raw[index + 1]?.toString('latin1') ?? '');
  }
  // Without chunks the end of an answer of unknown length is the end of the connection.
  const staysOpen = response.shouldKeepAlive && (hasLength || response.useChunkedEncodingByDefault);
  return [...kept, 'Connection', staysOpen ? 'keep-alive' : 'close'];
}
