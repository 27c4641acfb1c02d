import { at, listed, numberAt, ofType } from '../../template/template';
import { ecsGroups, pairOf } from '../deployment-group';
import { each, referred } from '../each';
import type { SafetyRule } from '../safety-rule';

export const ruleBeginsWithBlue: SafetyRule = {
  name: 'rule-begins-with-blue',
  description: 'a forwarding rule names both target groups of the pair, one with all of the traffic and one with none, and all such rules the same one: anything else is a deployment that has begun',
  fix: 'weigh the first group of the pair 100 and the second 0, in the production and in the test rule',
  check: (template) => {
    const pairs = ecsGroups(template).map(([, group]) => pairOf(group));
    if (pairs.length === 0) return [];
    const known = ofType(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').map(([id]) => id);
    return each(template, 'AWS::ElasticLoadBalancingV2::ListenerRule', (rule) => listed(at(rule, 'Properties.Actions')).filter((action) => at(action, 'Type') === 'forward').map((action) => {
      const targets = listed(at(action, 'ForwardConfig.TargetGroups')).map((target) => ({ id: referred(at(target, 'TargetGroupArn')) ?? '', weight: numberAt(target, 'Weight') ?? 1 }));
      const pair = pairs.find((one) => targets.some(({ id }) => one.includes(id)) || one.includes(referred(at(action, 'TargetGroupArn')) ?? ''));
      if (pair === undefined && targets.every(({ id }) => known.includes(id))) return undefined;
      const wanted = pair?.map((id, index) => `${id}: ${index === 0 ? 100 : 0}`).sort().join(', ');
      const found = targets.map(({ id, weight }) => `${id}: ${weight}`).sort().join(', ');
      return wanted === found ? undefined : ['Actions', `weights ${found === '' ? 'are not given' : found}`];
    }));
  },
};
