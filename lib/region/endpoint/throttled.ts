import type { Dice } from '../../core/chance';
import { ServiceError } from '../service-error';
import type { AuthorizedCall } from './server';

/** Each protocol has a name of its own for it, and clients know both: https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
const IN_QUERY = 'Throttling';
const IN_JSON = 'ThrottlingException';

/**
 * Refuses a share of all calls as AWS does when they are too many: nothing was done, and the same call may be made again.
 *
 * @param share from 0 to 1
 * @param queries the services that clients speak to by AWS Query
 */
export function throttled(share: number, chance: Dice, queries: ReadonlySet<string>, authorize: (call: AuthorizedCall) => void): (call: AuthorizedCall) => void {
  if (share === 0) return authorize;
  return (call) => {
    if (chance.roll() < share) throw new ServiceError(queries.has(call.service) ? IN_QUERY : IN_JSON, 'Rate exceeded');
    authorize(call);
  };
}
