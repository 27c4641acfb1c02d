import { textOf } from '../../template/readable';
import { allowed, type Grant } from '../../template/statements';
import { isRecord, listed } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const webIdentityIsPinned: SafetyRule = {
  name: 'web-identity-is-pinned',
  description: 'a role for a workflow of GitHub trusts one repository in one environment, word for word: with a wildcard, or without the environment, a branch that nobody has reviewed deploys',
  fix: 'compare aud and sub by StringEquals, with sub as repo:OWNER/REPOSITORY:environment:NAME',
  check: (template) => each(template, 'AWS::IAM::Role', (role): readonly Complaint[] =>
    allowed(property(role, 'AssumeRolePolicyDocument')).filter(({ principal }) => principal.startsWith('Federated: ')).flatMap((grant) => complaints(grant)).map((said) => ['AssumeRolePolicyDocument', `it trusts ${said}`])),
};

function complaints({ principal, condition }: Grant): readonly string[] {
  const equals = Object.entries(isRecord(condition) && isRecord(condition['StringEquals']) ? condition['StringEquals'] : {});
  const asked = (claim: string): readonly (readonly [string, readonly string[]])[] => equals.filter(([key]) => key.endsWith(`:${claim}`)).map(([key, values]) => [key, listed(values).map((value) => textOf(value) ?? '*')] as const);
  const subjects = asked('sub').flatMap(([key, values]) => values.map((value) => ({ key, value })));
  const loose = subjects.filter(({ key, value }) => /[*?]/.test(value) || (/github/.test(key) && !/^repo:[^:]+:environment:[^:]+$/.test(value)));
  return [
    ...(asked('aud').length === 0 ? [`${principal} for any audience`] : []),
    ...(subjects.length === 0 ? [`${principal} for any subject`] : []),
    ...loose.map(({ value }) => `${principal} for ${value}`),
  ];
}
