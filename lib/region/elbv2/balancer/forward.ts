import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Target } from './target';

/** Headers that concern one connection only: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect']);

export type Forwarded =
  | { readonly kind: 'answered'; readonly status: number; readonly latencyMs: number }
  | { readonly kind: 'failed'; readonly status: 502 | 504 }
  /** The client went away before there was an answer. */
  | { readonly kind: 'abandoned' };

/** Sends a request to a target and its answer back. Never tries again: a retry would hide a loss. */
export function forward(request: IncomingMessage, response: ServerResponse, target: Target, protocol: 'http' | 'https', port: number): Promise<Forwarded> {
  const started = performance.now();
  target.begin();
  return new Promise<Forwarded>((resolve) => {
    let abort: (() => void) | undefined;
    let status = 0;
    let latencyMs = 0;
    let over = false;
    const finish = (outcome: Forwarded): void => {
      if (over) return;
      over = true;
      target.end();
      resolve(outcome);
    };
    response.on('close', () => {
      if (response.writableFinished) return;
      abort?.();
      finish({ kind: 'abandoned' });
    });
    const body = request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined ? null : request;
    target.pool.dispatch({ method: request.method as 'GET', path: request.url ?? '/', headers: requestHeaders(request, protocol, port), body }, {
      onConnect: (stop) => { abort = stop; },
      onHeaders: (code, headers, resume) => {
        if (code < 200) return true;
        status = code;
        latencyMs = performance.now() - started;
        response.writeHead(code, answerHeaders(headers));
        response.on('drain', resume);
        return true;
      },
      onData: (chunk) => response.write(chunk),
      onComplete: () => {
        response.end();
        finish({ kind: 'answered', status, latencyMs });
      },
      onError: (cause: Error & { code?: string }) => {
        if (status > 0) response.destroy();
        finish({ kind: 'failed', status: /TIMEOUT/.test(cause.code ?? '') ? 504 : 502 });
      },
    });
  });
}

function requestHeaders({ headers, socket }: IncomingMessage, protocol: string, port: number): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOP_BY_HOP.has(entry[0]));
  const before = headers['x-forwarded-for'];
  const client = socket.remoteAddress ?? '';
  return {
    ...Object.fromEntries(kept),
    'x-forwarded-for': before === undefined ? client : `${String(before)}, ${client}`,
    'x-forwarded-proto': protocol,
    'x-forwarded-port': String(port),
  };
}

function answerHeaders(raw: readonly Buffer[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = String(raw[index]);
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, String(raw[index + 1]));
  }
  return kept;
}
