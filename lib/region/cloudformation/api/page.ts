import { textOf, type Fields } from '../../fields';
import { pageOf } from '../../paging';

/** How many things one answer tells. */
export const PAGE = 100;

/** One page of an answer's list. @throws ServiceError `ValidationError` for a token that was never given out */
export function page<T>(name: string, items: readonly T[], input: Fields): object {
  const { items: shown, next } = pageOf(items, textOf(input['NextToken']), PAGE, 'ValidationError');
  return { [name]: shown, NextToken: next };
}
