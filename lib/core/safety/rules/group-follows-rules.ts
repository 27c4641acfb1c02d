import { at, listed, ofType } from '../../template/template';
import { ecsGroups, pairOf } from '../deployment-group';
import { referred } from '../each';
import type { SafetyRule } from '../safety-rule';

export const groupFollowsRules: SafetyRule = {
  name: 'group-follows-rules',
  description: 'a deployment group comes into being after the rules that it moves: CloudFormation does not see that it needs them, and CodeDeploy refuses target groups that are behind no listener',
  fix: 'let the group depend on the production and on the test rule',
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]) => {
    const pair = pairOf(group);
    const rules = ofType(template, 'AWS::ElasticLoadBalancingV2::ListenerRule').filter(([, rule]) => listed(at(rule, 'Properties.Actions'))
      .some((action) => listed(at(action, 'ForwardConfig.TargetGroups')).some((target) => pair.includes(referred(at(target, 'TargetGroupArn')) ?? '')))).map(([id]) => id);
    const missing = rules.filter((id) => !listed(group.DependsOn).includes(id));
    return missing.length === 0 ? [] : [{ logicalId, location: 'DependsOn', found: `it does not depend on ${missing.join(', ')}` }];
  }),
};
