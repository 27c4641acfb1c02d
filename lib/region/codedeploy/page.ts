import { ServiceError } from '../service-error';

const PAGE = 100;

/**
 * One page of names; the token says after which one the next page begins, so that what comes and goes meanwhile neither repeats nor hides any.
 *
 * @throws ServiceError `InvalidNextTokenException` for a token that was never given out, or whose name has gone
 */
export function namesPage(names: readonly string[], token: unknown, size = PAGE): { readonly names: readonly string[]; readonly more: { readonly nextToken?: string } } {
  const start = token === undefined || token === null ? 0 : 1 + names.findIndex((name) => tokenAfter(name) === token);
  if (start === 0 && token !== undefined && token !== null) throw new ServiceError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
  const page = names.slice(start, start + size);
  const last = page.at(-1);
  return { names: page, more: last === undefined || start + size >= names.length ? {} : { nextToken: tokenAfter(last) } };
}

const tokenAfter = (name: string): string => Buffer.from(`after ${name}`).toString('base64');
