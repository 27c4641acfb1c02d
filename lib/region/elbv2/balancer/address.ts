import type { IncomingMessage } from 'node:http';

/** What a request is addressed to. */
export interface Address {
  /** Without its port. */
  readonly host: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** Reads the request line and the Host header; a request to a proxy has its host in the line itself. */
export function addressOf({ url = '/', headers }: IncomingMessage): Address {
  const whole = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  const authority = whole?.[1] ?? headers.host ?? '';
  const local = whole === null ? url : whole[2] ?? '';
  const mark = local.indexOf('?');
  return {
    host: authority.replace(/:\d*$/, ''),
    path: mark < 0 ? local || '/' : local.slice(0, mark) || '/',
    query: mark < 0 ? '' : local.slice(mark + 1),
  };
}
