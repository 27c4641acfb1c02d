import { ServiceError } from './service-error';

export interface Page<T> {
  readonly items: readonly T[];
  /** Nothing after the last page. */
  readonly next: string | undefined;
}

/** One page of a list that only grows at its end. @throws ServiceError `code` for a token that was never given out */
export function pageOf<T>(all: readonly T[], token: unknown, size: number, code: string): Page<T> {
  const start = token === undefined ? 0 : startIn(String(token), all.length, code);
  const end = start + size;
  return { items: all.slice(start, end), next: end < all.length ? Buffer.from(`from ${end}`).toString('base64') : undefined };
}

function startIn(token: string, length: number, code: string): number {
  const start = Number(/^from (\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]);
  if (!(start >= 0 && start < length)) throw new ServiceError(code, `The next token ${JSON.stringify(token)} is not valid.`);
  return start;
}
