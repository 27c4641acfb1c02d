import { at, listed } from '../../template/template';
import { ecsGroups } from '../deployment-group';
import { each } from '../each';
import type { SafetyRule } from '../safety-rule';

export const defaultActionIsFixed: SafetyRule = {
  name: 'default-action-is-fixed',
  description: 'a listener before a blue/green service forwards nothing by default: CloudFormation would set what CodeDeploy has moved back with every change of the listener',
  fix: 'answer 503 by default, and forward in one rule that is never changed',
  check: (template) => (ecsGroups(template).length === 0 ? [] : each(template, 'AWS::ElasticLoadBalancingV2::Listener', (listener) =>
    (listed(at(listener, 'Properties.DefaultActions')).some((action) => at(action, 'Type') === 'forward') ? ['DefaultActions', 'it forwards'] : undefined))),
};
