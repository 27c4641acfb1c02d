import { type Change, isEnd, isUpdate } from '../change';
import type { Rule, Sighting } from '../finding';
import { shown } from '../see';
import { at, listed } from '../../template/template';

/**
 * A rule that shares traffic, a service under CODE_DEPLOY, a target group, a listener: what a release moves by itself.
 *
 * CloudFormation sends a resource whole whenever any property of it changes, tags included. That sets the weights of a rule back to those
 * of the template, where no task may be, and ECS refuses every update of a service whose deployments CodeDeploy controls
 * (https://github.com/aws/aws-cdk/issues/23564).
 */
export const frozenChanged: Rule = ({ changes }) => changes.filter(isFrozen).flatMap((change): readonly Sighting[] => {
  if (isEnd(change)) return [{ change, what: `${change.type} is removed` }];
  if (!isUpdate(change)) return [];
  const first = change.differences[0]?.path ?? change.replacedBecauseOf[0];
  const where = change.differences.map(({ path, before, after }) => `${path}: ${shown(before)} becomes ${shown(after)}`).join('; ');
  return [{ change, ...(first === undefined ? {} : { property: first }), what: `${change.type} is ${change.fate === 'updated' ? 'updated' : 'replaced'}${where === '' ? '' : ` (${where})`}` }];
});

function isFrozen({ type, before, after }: Change): boolean {
  switch (type) {
    case 'AWS::ElasticLoadBalancingV2::TargetGroup': case 'AWS::ElasticLoadBalancingV2::Listener': case 'AWS::CodeDeploy::Application': return true;
    case 'AWS::ElasticLoadBalancingV2::ListenerRule': return [before, after].some((rule) => listed(at(rule, 'Properties.Actions')).some((action) => at(action, 'Type') === 'forward'));
    case 'AWS::ECS::Service': return [before, after].some((service) => at(service, 'Properties.DeploymentController.Type') === 'CODE_DEPLOY');
    default: return false;
  }
}
