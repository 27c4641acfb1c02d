import type { AccessTable } from '../iam/access-table';
import { need, type Need } from '../iam/need';
import type { Keys } from '../kms/keys';
import type { Secrets } from './secrets';

/** What it takes to read a secret; the key that it is encrypted with has a say too. */
export function needsToRead(secrets: Secrets, keys: Keys, reference: string): readonly Need[] {
  const found = secrets.find(reference);
  return found === undefined ? [need('secretsmanager:GetSecretValue', reference)] : [need('secretsmanager:GetSecretValue', found.arn), ...keys.needs(found.key, 'read', 'secretsmanager')];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export const secretAccess = (secrets: Secrets, keys: Keys): AccessTable => ({ GetSecretValue: ({ SecretId }) => needsToRead(secrets, keys, String(SecretId)) });
