import { ecsGroups } from '../deployment-group';
import type { SafetyRule } from '../safety-rule';

const frozen = /^AWS::(ElasticLoadBalancingV2::(Listener|ListenerRule|TargetGroup)|CodeDeploy::(Application|DeploymentGroup|DeploymentConfig))$/;

export const frozenIsUntagged: SafetyRule = {
  name: 'frozen-is-untagged',
  description: 'what releases move has no tags: a tag that changes lets CloudFormation send the whole resource, and with it the weights of the template',
  fix: 'exclude these types where tags are added',
  check: (template) => (ecsGroups(template).length === 0 ? [] : Object.entries(template.Resources)
    .filter(([, { Type, Properties }]) => frozen.test(Type) && Properties?.['Tags'] !== undefined).map(([logicalId]) => ({ logicalId, location: 'Properties.Tags', found: 'it has tags' }))),
};
