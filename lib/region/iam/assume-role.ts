import { ServiceError } from '../service-error';
import type { Identities, Identity } from './identities';
import { sessionArnOf, type Permissions, type Source } from './permissions';

export interface Assumed {
  readonly roleArn: string;
  /** The service that takes the role on, such as `lambda.amazonaws.com`. */
  readonly service: string;
  /** The resource on whose behalf it does. */
  readonly source: Source;
  readonly session: string;
  readonly region: string;
}

/** Credentials of a role for one function or task. @throws ServiceError `AccessDenied` when the role does not trust the service */
export type AssumeRole = (assumed: Assumed) => Identity;

export function assumeRole(permissions: Permissions, identities: Identities): AssumeRole {
  return ({ roleArn, service, source, session, region }) => {
    if (permissions.mayAssume(roleArn, service, source, region)) return identities.issue(sessionArnOf(roleArn, session), roleArn);
    throw new ServiceError('AccessDenied', `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, 403);
  };
}
