import type { Identity } from '../iam/identities';
import { need } from '../iam/need';
import type { Permissions } from '../iam/permissions';
import { arnOf, type Place } from '../place';
import { isServiceError } from '../service-error';

/** Who may log in at an address with a token. Answers why not; nothing when they may. */
export type ConnectPermission = (identity: Identity, user: string) => string | undefined;

/** The name under which IAM knows a database user: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
const userArn = (place: Place, resourceId: string, user: string): string => arnOf('rds-db', place, `dbuser:${resourceId}/${user}`);

/** @param resourceId of an instance (`db-...`) or a proxy (`prx-...`) */
export function mayConnect(permissions: Permissions, place: Place, resourceId: string): ConnectPermission {
  return ({ role, principal }, user) => (role === undefined ? undefined : refusal(() => permissions.demand(role, principal, place.region, [need('rds-db:connect', userArn(place, resourceId, user))])));
}

export interface ProxyRole {
  readonly roleArn: string;
  readonly name: string;
  /** Of the instance behind the proxy. */
  readonly instanceResourceId: string;
}

/** A proxy logs in to the database in its own role, as the same user. */
export function mayConnectThrough(permissions: Permissions, place: Place, resourceId: string, { roleArn, name, instanceResourceId }: ProxyRole): ConnectPermission {
  const client = mayConnect(permissions, place, resourceId);
  return (identity, user) => client(identity, user) ?? (refusal(() => permissions.demandOfRole(roleArn, name, place.region, [need('rds-db:connect', userArn(place, instanceResourceId, user))])) === undefined
    ? undefined : `This RDS proxy has no credentials for the role ${user}. Check the credentials for this role and try again.`);
}

function refusal(demand: () => void): string | undefined {
  try {
    demand();
    return undefined;
  } catch (thrown) {
    if (!isServiceError(thrown)) throw thrown;
    return thrown.message;
  }
}
