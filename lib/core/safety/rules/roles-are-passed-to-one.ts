import { fitsAction } from '../../policy/wildcard';
import { allowed } from '../../template/statements';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const rolesArePassedToOne: SafetyRule = {
  name: 'roles-are-passed-to-one',
  description: 'whoever may pass a role may pass it to the service that it is for: otherwise the strongest role that can be passed is theirs',
  fix: 'add the condition iam:PassedToService, and name the roles',
  check: (template) => each(template, 'AWS::IAM::Policy', (policy) => {
    const open = allowed(property(policy, 'PolicyDocument')).filter(({ action, condition, resource }) => fitsAction(action, 'iam:PassRole') && (resource === '*' || !/iam:PassedToService/.test(JSON.stringify(condition ?? {}))));
    return open.length === 0 ? undefined : ['PolicyDocument', `iam:PassRole on ${[...new Set(open.map(({ resource }) => resource))].join(', ')} for any service`];
  }),
};
