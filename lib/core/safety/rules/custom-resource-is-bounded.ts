import { numberAt } from '../../template/template';
import type { SafetyRule } from '../safety-rule';

/** Seconds; more CloudFormation does not wait: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
const longest = 3_600;

export const customResourceIsBounded: SafetyRule = {
  name: 'custom-resource-is-bounded',
  description: 'a custom resource says how long CloudFormation waits for it, so that a function which never answers is noticed, and one that takes long is not given up',
  fix: `set ServiceTimeout, from 1 to ${longest} seconds`,
  check: (template) => Object.entries(template.Resources).filter(([, { Type }]) => /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(Type)).flatMap(([logicalId, resource]) => {
    const timeout = numberAt(resource, 'Properties.ServiceTimeout');
    return timeout !== undefined && timeout >= 1 && timeout <= longest ? [] : [{ logicalId, location: 'Properties.ServiceTimeout', found: timeout === undefined ? 'it does not say' : `${timeout} s` }];
  }),
};
