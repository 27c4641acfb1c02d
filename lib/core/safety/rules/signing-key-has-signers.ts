import { fitsAction } from '../../policy/wildcard';
import { textOf } from '../../template/readable';
import { allowed, type Grant } from '../../template/statements';
import { at, isRecord, listed } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

/** A grant hands the permission to sign on to anybody. */
const signing = ['kms:Sign', 'kms:CreateGrant'];

export const signingKeyHasSigners: SafetyRule = {
  name: 'signing-key-has-signers',
  description: 'a key that signs says in its own policy which roles sign: otherwise every administrator of the account, or whoever takes one over, vouches for anything',
  fix: 'allow kms:Sign to roles by name, or to the account with a condition on aws:PrincipalArn; leave kms:* and kms:CreateGrant out',
  check: (template) => each(template, 'AWS::KMS::Key', (key): Complaint | readonly Complaint[] => {
    if (property(key, 'KeyUsage') !== 'SIGN_VERIFY') return [];
    const policy = property(key, 'KeyPolicy');
    if (policy === undefined) return ['KeyPolicy', 'without a policy the whole account signs'];
    return allowed(policy).filter((grant) => signing.some((action) => fitsAction(grant.action, action) || grant.action.startsWith('not ')) && !isNamed(grant))
      .map(({ action, principal }) => ['KeyPolicy', `${principal} may ${action}`]);
  }),
};

/** Whether it is for certain roles: named, or the condition names them. */
function isNamed({ principal, condition }: Grant): boolean {
  if (/^AWS: arn:[^:]*:(iam|sts)::\d{12}:(role|assumed-role)\/[^*]+$/.test(principal) || /^AWS: \$\{.+\.Arn\}$/.test(principal)) return true;
  const names = ['ArnEquals', 'StringEquals', 'ArnLike', 'StringLike'].map((operator) => at(condition, operator)).flatMap((keys) => (isRecord(keys) ? listed(keys['aws:PrincipalArn']) : []));
  return names.length > 0 && names.every((name) => !/[*?]/.test(textOf(name) ?? '*'));
}
