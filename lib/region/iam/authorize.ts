import type { AuthorizedCall } from '../endpoint/server';
import { ServiceError } from '../service-error';
import { needsOf, type AccessTable } from './access-table';
import type { Permissions } from './permissions';

/**
 * Judges each call over the endpoint by the policies of the role that makes it. Persons, and whoever else the region has given a key to
 * by hand, are administrators.
 *
 * @throws ServiceError `AccessDeniedException` in AWS's words
 */
export function authorizer(permissions: Permissions, tables: Readonly<Record<string, AccessTable>>): (call: AuthorizedCall) => void {
  return ({ service, operation, input, caller }) => {
    if (caller.role === undefined) return;
    const needs = needsOf(tables[service], operation, input, caller);
    if (needs === undefined) throw new ServiceError('InternalFailure', `the region does not know what permission ${operation} of ${service} needs`, 500);
    permissions.demand(caller.role, caller.principal ?? '', caller.region, needs);
  };
}
