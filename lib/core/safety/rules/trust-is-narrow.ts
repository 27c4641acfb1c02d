import { allowed } from '../../template/statements';
import { isRecord } from '../../template/template';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

/** Everybody, or everybody of an account. */
const wide = /^(\*|AWS: (\*|\d{12}|arn:[^:]*:iam::[^:]*:root|\$\{AWS::AccountId\}))$/;

export const trustIsNarrow: SafetyRule = {
  name: 'trust-is-narrow',
  description: 'no role trusts everybody or a whole account without conditions, nor a web identity without saying whose (https://github.com/aws/aws-cdk/issues/33709)',
  fix: 'trust one role or service, or add conditions on who it is',
  check: (template) => each(template, 'AWS::IAM::Role', (role) => {
    const open = allowed(property(role, 'AssumeRolePolicyDocument')).filter(({ principal, condition }) => !hasCondition(condition) && (wide.test(principal) || /^(Federated|not)/.test(principal)));
    const unnamed = allowed(property(role, 'AssumeRolePolicyDocument')).filter(({ principal, condition }) => /^Federated/.test(principal) && hasCondition(condition) && !/:sub"/.test(JSON.stringify(condition)));
    const found = [...open, ...unnamed].map(({ principal }) => principal);
    return found.length === 0 ? undefined : ['AssumeRolePolicyDocument', `it trusts ${[...new Set(found)].join(', ')}`];
  }),
};

const hasCondition = (condition: unknown): boolean => isRecord(condition) && Object.keys(condition).length > 0;
