import { fitsAction } from '../../policy/wildcard';
import { at, listed, ofType, type Template } from '../../template/template';
import { allowed } from '../../template/statements';
import { each, property, referred } from '../each';
import type { SafetyRule } from '../safety-rule';

const report = 'codedeploy:PutLifecycleEventHookExecutionStatus';

export const hookMayReport: SafetyRule = {
  name: 'hook-may-report',
  description: 'a hook may tell CodeDeploy what it has found: one that may not lets every deployment hang for an hour, and then fail',
  fix: `allow its role ${report} on the deployment group`,
  check: (template) => each(template, 'AWS::Lambda::Function', (code) => {
    if (!/^CodeDeployHook_/.test(String(property(code, 'FunctionName')))) return undefined;
    const role = referred(property(code, 'Role'));
    // A role of another stack is judged there.
    if (role === undefined || template.Resources[role]?.Type !== 'AWS::IAM::Role') return undefined;
    return documentsOf(template, role).flatMap(allowed).some(({ action }) => fitsAction(action, report)) ? undefined : ['Role', `${role} may not report`];
  }),
};

function documentsOf(template: Template, role: string): readonly unknown[] {
  const inline = listed(at(template.Resources[role], 'Properties.Policies')).map((policy) => at(policy, 'PolicyDocument'));
  const attached = ofType(template, 'AWS::IAM::Policy').filter(([, policy]) => listed(property(policy, 'Roles')).some((one) => referred(one) === role)).map(([, policy]) => property(policy, 'PolicyDocument'));
  return [...inline, ...attached];
}
