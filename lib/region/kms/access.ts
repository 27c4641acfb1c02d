import { textOf, type Fields } from '../fields';
import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need } from '../iam/need';
import { parseArn } from '../place';
import type { Keys } from './keys';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html. Whatever name a call uses, it is
 * judged on the key's own ARN; a policy sees the alias as `kms:RequestAlias`.
 */
export function keyAccess(keys: Keys): AccessTable {
  const onKey = (action: string, more: (input: Fields) => Readonly<Record<string, string>> = () => ({})): NeedsOf => (input, place) => {
    const reference = String(input['KeyId']);
    const key = keys.find(reference, place);
    if (key === undefined) {
      // In the account of the caller it is said that there is no such key; in another one nothing is said at all.
      const owner = parseArn(reference)?.account;
      return owner === undefined || owner === place.account ? [] : [need(`kms:${action}`, reference)];
    }
    const { resource = reference } = parseArn(reference) ?? {};
    return [need(`kms:${action}`, key.arn, {
      'kms:CallerAccount': place.account, 'kms:KeySpec': key.material.spec, 'kms:KeyUsage': key.material.usage, 'kms:KeyOrigin': 'AWS_KMS', 'kms:ResourceAliases': keys.aliasesOf(key),
      ...(resource.startsWith('alias/') ? { 'kms:RequestAlias': resource } : {}), ...more(input),
    })];
  };
  const signing = ({ SigningAlgorithm, MessageType }: Fields) => ({ 'kms:SigningAlgorithm': String(SigningAlgorithm), 'kms:MessageType': textOf(MessageType) ?? 'RAW' });
  return { Sign: onKey('Sign', signing), Verify: onKey('Verify', signing), GetPublicKey: onKey('GetPublicKey'), DescribeKey: onKey('DescribeKey') };
}
