import type { AccessTable } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf } from '../place';
import type { ScalableTargets } from './scalable-targets';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_applicationautoscaling.html
 *
 * Whoever registers a service must be allowed to look at it and to change it: Application Auto Scaling tries that out in the caller's name
 * (https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html).
 */
export function scalingAccess(targets: ScalableTargets): AccessTable {
  return {
    DescribeScalableTargets: () => [need('application-autoscaling:DescribeScalableTargets', '*')],
    RegisterScalableTarget: ({ ServiceNamespace, ResourceId, ScalableDimension }, place) => {
      const [, cluster = '', service = ''] = String(ResourceId).split('/');
      const arn = targets.find(place, String(ResourceId))?.arn ?? arnOf('application-autoscaling', place, 'scalable-target/*');
      const inCluster = { 'ecs:cluster': arnOf('ecs', place, `cluster/${cluster}`) };
      return [
        need('application-autoscaling:RegisterScalableTarget', arn, { 'application-autoscaling:service-namespace': String(ServiceNamespace), 'application-autoscaling:scalable-dimension': String(ScalableDimension) }),
        ...['ecs:DescribeServices', 'ecs:UpdateService'].map((action) => need(action, arnOf('ecs', place, `service/${cluster}/${service}`), inCluster)),
      ];
    },
  };
}
