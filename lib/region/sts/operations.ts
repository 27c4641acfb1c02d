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

export interface TokenPorts {
  readonly permissions: Permissions;
  readonly identities: Identities;
  readonly ids: Identifiers;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export function tokenOperations(ports: TokenPorts): Readonly<Record<string, QueryOperation>> {
  return {
    GetCallerIdentity: async (_, { principal = '', accessKeyId }) => ({ Arn: principal, UserId: accessKeyId, Account: parseArn(principal)?.account }),
    AssumeRole: async (input, caller) => assumeRole(ports, input, caller),
  };
}

/** @throws ServiceError `AccessDenied` in AWS's words when the role does not trust whoever asks, or is not there */
function assumeRole({ permissions, identities, ids }: TokenPorts, { tree }: QueryInput, { principal = '', role, region }: Caller): object {
  refuseOthers('AssumeRole', tree, { served: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'], withoutEffect: ['Tags', 'TransitiveTagKeys'] });
  const [roleArn, session] = [String(tree['RoleArn']), String(tree['RoleSessionName'])];
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) throw new ServiceError('ValidationError', `${roleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) throw new ServiceError('ValidationError', `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`);
  const lifetime = minutes(wholeNumber('DurationSeconds', tree['DurationSeconds'], [900, 43_200], 3_600) / 60);
  const asker = { arn: principal, account: parseArn(principal)?.account ?? '', role };
  const tags = listOf(tree['Tags']).map(({ Key, Value }) => [`aws:RequestTag/${String(Key)}`, String(Value)]);
  const external = tree['ExternalId'] === undefined ? {} : { 'sts:ExternalId': String(tree['ExternalId']) };
  if (!permissions.mayAssumeAs(roleArn, asker, region, { ...external, ...Object.fromEntries(tags) as Record<string, string> })) {
    throw new ServiceError('AccessDenied', `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, 403);
  }
  const arn = sessionArnOf(roleArn, session);
  const { accessKeyId, secretAccessKey, sessionToken } = identities.issue(arn, roleArn);
  return {
    Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiry(lifetime) },
    AssumedRoleUser: { AssumedRoleId: `AROA${ids.upper(17)}:${session}`, Arn: arn },
  };
}

/** Clients ask again before this, by their own clock. */
const expiry = (lifetime: Millis): string => new Date(wallClock.now() + lifetime).toISOString();
