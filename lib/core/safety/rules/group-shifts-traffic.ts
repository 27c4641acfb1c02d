import { at, listed } from '../../template/template';
import { ecsGroups, pairOf } from '../deployment-group';
import type { SafetyRule, Violation } from '../safety-rule';

export const groupShiftsTraffic: SafetyRule = {
  name: 'group-shifts-traffic',
  description: 'a deployment group of ECS moves production and test traffic between two target groups: any other kind is refused when it is deployed',
  fix: 'set DeploymentStyle to BLUE_GREEN with WITH_TRAFFIC_CONTROL, and name one pair of target groups with its production and test listener',
  check: (template) => ecsGroups(template).flatMap(([logicalId, group]): readonly Violation[] => {
    const [pair] = listed(at(group, 'Properties.LoadBalancerInfo.TargetGroupPairInfoList'));
    const wrong: (readonly [string, string])[] = [];
    if (at(group, 'Properties.DeploymentStyle.DeploymentType') !== 'BLUE_GREEN') wrong.push(['DeploymentStyle.DeploymentType', 'it is not BLUE_GREEN']);
    if (at(group, 'Properties.DeploymentStyle.DeploymentOption') !== 'WITH_TRAFFIC_CONTROL') wrong.push(['DeploymentStyle.DeploymentOption', 'it is not WITH_TRAFFIC_CONTROL']);
    if (new Set(pairOf(group)).size !== 2) wrong.push(['LoadBalancerInfo', `${new Set(pairOf(group)).size} target groups, not two`]);
    for (const route of ['ProdTrafficRoute', 'TestTrafficRoute']) if (listed(at(pair, `${route}.ListenerArns`)).length === 0) wrong.push(['LoadBalancerInfo', `no ${route}`]);
    return wrong.map(([where, found]) => ({ logicalId, location: `Properties.${where}`, found }));
  }),
};
