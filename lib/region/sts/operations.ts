import { minutes, type Millis } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { Caller } from '../endpoint/json-protocol';
import type { QueryInput, QueryOperation } from '../endpoint/query-protocol';
import { listOf, refuseOthers, wholeNumber } from '../fields';
import type { Identities } from '../iam/identities';
import { sessionArnOf, type Permissions } from '../iam/permissions';
import type { Identifiers } from '../identifiers';
import { parseArn } from '../place';
import { ServiceError } from '../service-error';
import type { TokenIssuer } from './token-issuer';
import { readWebIdentityToken } from './web-identity-token';

export interface TokenPorts {
  readonly permissions: Permissions;
  readonly identities: Identities;
  readonly ids: Identifiers;
  /** Issuers of tokens that the region can reach. @default - none */
  readonly issuers?: readonly TokenIssuer[];
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export function tokenOperations(ports: TokenPorts): Readonly<Record<string, QueryOperation>> {
  return {
    GetCallerIdentity: async (_, { principal = '', accessKeyId }) => ({ Arn: principal, UserId: accessKeyId, Account: parseArn(principal)?.account }),
    AssumeRole: async (input, caller) => assumeRole(ports, input, caller),
    AssumeRoleWithWebIdentity: async (input, caller) => assumeRoleWithToken(ports, input, caller),
  };
}

/** @throws ServiceError `AccessDenied` in AWS's words when the role does not trust whoever asks, or is not there */
function assumeRole({ permissions, identities, ids }: TokenPorts, { tree }: QueryInput, { principal = '', role, region }: Caller): object {
  refuseOthers('AssumeRole', tree, { served: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'], withoutEffect: ['Tags', 'TransitiveTagKeys'] });
  const { roleArn, session, lifetime } = wantedRole(tree);
  const asker = { arn: principal, account: parseArn(principal)?.account ?? '', role };
  const tags = listOf(tree['Tags']).map(({ Key, Value }) => [`aws:RequestTag/${String(Key)}`, String(Value)]);
  const external = tree['ExternalId'] === undefined ? {} : { 'sts:ExternalId': String(tree['ExternalId']) };
  if (!permissions.mayAssumeAs(roleArn, asker, region, { ...external, ...Object.fromEntries(tags) as Record<string, string> })) {
    throw new ServiceError('AccessDenied', `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, 403);
  }
  refuseLongSession(roleArn, lifetime, permissions);
  if (role !== undefined && lifetime > LONGEST_CHAINED) throw new ServiceError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  return sessionOf({ roleArn, session, lifetime }, identities, ids);
}

/**
 * A role for whoever shows a token, and signs nothing: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html.
 * What a trust policy may ask of the token: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 *
 * @throws ServiceError `InvalidIdentityToken`, `ExpiredTokenException`, or `AccessDenied` when the role does not trust the token
 */
function assumeRoleWithToken({ permissions, identities, ids, issuers = [] }: TokenPorts, { tree }: QueryInput, { region }: Caller): object {
  refuseOthers('AssumeRoleWithWebIdentity', tree, { served: ['RoleArn', 'RoleSessionName', 'WebIdentityToken', 'DurationSeconds'], withoutEffect: [] });
  const wanted = wantedRole(tree);
  const token = tree['WebIdentityToken'];
  if (typeof token !== 'string' || token.length < 4) throw new ServiceError('ValidationError', "1 validation error detected: Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4");
  const { provider, subject, audience } = readWebIdentityToken(token, parseArn(wanted.roleArn)?.account ?? '', { providers: permissions.providers, issuers, now: () => wallClock.now() });
  const issuer = provider.url.replace('https://', '');
  const said = { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience, 'sts:RoleSessionName': wanted.session };
  if (!permissions.mayAssumeWithToken(wanted.roleArn, provider.arn, region, said)) throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
  refuseLongSession(wanted.roleArn, wanted.lifetime, permissions);
  return { ...sessionOf(wanted, identities, ids), SubjectFromWebIdentityToken: subject, Provider: provider.arn, Audience: audience };
}

/** A role's session that asks for another role: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_CHAINED = minutes(60);

/** @throws ServiceError `ValidationError` for a session longer than the role's `MaxSessionDuration` */
function refuseLongSession(roleArn: string, lifetime: Millis, { roles }: Permissions): void {
  const longest = roles.roles.get(roleArn)?.longestSession ?? lifetime;
  if (lifetime > longest) throw new ServiceError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

interface WantedRole {
  readonly roleArn: string;
  readonly session: string;
  readonly lifetime: Millis;
}

function wantedRole(tree: QueryInput['tree']): WantedRole {
  const [roleArn, session] = [String(tree['RoleArn']), String(tree['RoleSessionName'])];
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) throw new ServiceError('ValidationError', `${roleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw new ServiceError('ValidationError', `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`);
  return { roleArn, session, lifetime: minutes(wholeNumber('DurationSeconds', tree['DurationSeconds'], [900, 43_200], 3_600) / 60) };
}

function sessionOf({ roleArn, session, lifetime }: WantedRole, identities: Identities, ids: Identifiers): object {
  const arn = sessionArnOf(roleArn, session);
  const { accessKeyId, secretAccessKey, sessionToken } = identities.issue(arn, roleArn);
  return {
    Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiry(lifetime) },
    AssumedRoleUser: { AssumedRoleId: `AROA${ids.upper(17)}:${session}`, Arn: arn },
  };
}

/** Clients ask again before this, by their own clock. */
const expiry = (lifetime: Millis): string => new Date(wallClock.now() + lifetime).toISOString();
