import type { AuthorizedCall } from '../endpoint/server';
import { placeOf } from '../place';
import { ServiceError } from '../service-error';
import { needsOf, type AccessTable } from './access-table';
import type { Permissions } from './permissions';

/** Administrators may everything, except what a policy of the thing itself keeps from them: keys of KMS, by the prefix of their target. */
const KEEPS_PERSONS_OUT = 'TrentService';

/**
 * Judges each call over the endpoint by the policies of the role that makes it. Persons, and whoever else the region has given a key to
 * by hand, are administrators.
 *
 * @throws ServiceError `AccessDeniedException` in AWS's words
 */
export function authorizer(permissions: Permissions, tables: Readonly<Record<string, AccessTable>>): (call: AuthorizedCall) => void {
  return ({ service, operation, input, caller }) => {
    if (caller.role === undefined && service !== KEEPS_PERSONS_OUT) return;
    const needs = needsOf(tables[service], operation, input, caller);
    if (needs === undefined) throw new ServiceError('InternalFailure', `the region does not know what permission ${operation} of ${service} needs`, 500);
    if (caller.role === undefined) permissions.demandOfPerson({ arn: caller.principal ?? '', account: placeOf(caller).account }, caller.region, needs);
    else permissions.demand(caller.role, caller.principal ?? '', caller.region, needs);
  };
}
