import { textsOf } from '../fields';
import { ServiceError } from '../service-error';

/** The names that a batch operation is asked for, in its order. @throws ServiceError `required` for none, `BatchLimitExceededException` for too many */
export function batch(what: string, given: unknown, most: number, required: string): readonly string[] {
  const names = textsOf(given);
  if (names.length === 0) throw new ServiceError(required, `At least one of the ${what} must be specified.`);
  if (names.length > most) throw new ServiceError('BatchLimitExceededException', `The maximum number of ${what} that can be requested at once is ${most}, got ${names.length}.`);
  return names;
}
