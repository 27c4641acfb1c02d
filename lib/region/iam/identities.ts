import type { Route } from '../endpoint/route';
import type { Identifiers } from '../identifiers';
import { wallClock } from '../../edge/time/wall-clock';
import { hours } from '../../core/units';

/** Somebody who can sign requests: a role as one function or task has assumed it, or a person. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** The ARN of the role's session, or what else names the identity. */
  readonly principal: string;
  /** The role whose session this is; nothing for a person. */
  readonly role?: string | undefined;
}

/** Which credentials the region has given out, and to whom. */
export interface Identities extends Route {
  /** @param role the ARN of the role of which `principal` is a session */
  issue(principal: string, role?: string): Identity;
  byAccessKey(accessKeyId: string): Identity | undefined;
  /** The path under the endpoint at which the holder fetches these credentials, as a container does. */
  pathFor(identity: Identity): string;
}

/**
 * The account in letters, as it is in every key of AWS: clients remember whose a key is, also when another region gives out the same one.
 *
 * `cdk` keeps it in `~/.cdk/cache/accounts_partitions.json`.
 */
const accountCode = (principal: string): string => Number(/:(\d{12}):/.exec(principal)?.[1] ?? 0).toString(32).toUpperCase().padStart(8, '0');

/** Clients fetch new credentials before these end: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const LIFETIME = hours(6);

export function identities(ids: Identifiers): Identities {
  const byKey = new Map<string, Identity>();
  const prefix = '/v2/credentials/';
  return {
    prefix,
    issue(principal, role) {
      const identity = { accessKeyId: `ASIA${accountCode(principal)}${ids.upper(16).slice(8)}`, secretAccessKey: ids.lower(40), sessionToken: ids.lower(64), principal, role };
      byKey.set(identity.accessKeyId, identity);
      return identity;
    },
    byAccessKey: (accessKeyId) => byKey.get(accessKeyId),
    pathFor: ({ accessKeyId, sessionToken }) => `${prefix}${accessKeyId}-${sessionToken}`,
    async answer({ method, path }) {
      const [accessKeyId = '', sessionToken] = path.split('-');
      const identity = byKey.get(accessKeyId);
      if (method !== 'GET' || identity === undefined || identity.sessionToken !== sessionToken) return undefined;
      const expiration = new Date(wallClock.now() + LIFETIME).toISOString();
      const body = { RoleArn: identity.role ?? identity.principal, AccessKeyId: accessKeyId, SecretAccessKey: identity.secretAccessKey, Token: sessionToken, Expiration: expiration };
      return { status: 200, body: JSON.stringify(body), contentType: 'application/json' };
    },
  };
}
