import { isEnd } from '../change';
import type { Rule, Sighting } from '../finding';

/** What requests go through, what deploys and proves releases, and what those stand on. */
const serving = new RegExp(`^AWS::(${[
  'ElasticLoadBalancingV2::(LoadBalancer|ListenerCertificate)', 'ECS::(Cluster|Service)', 'EC2::(VPC|Subnet|RouteTable|Route|NatGateway|InternetGateway|VPCGatewayAttachment|SubnetRouteTableAssociation|EIP|VPCEndpoint|SecurityGroup)',
  'RDS::(DBProxy|DBProxyTargetGroup|DBSubnetGroup|DBParameterGroup)', 'Lambda::Function', 'StepFunctions::StateMachine', 'CodeDeploy::DeploymentGroup', 'IAM::Role', 'SNS::Topic',
  'SecretsManager::(SecretTargetAttachment|RotationSchedule)', 'Route53::.*', 'CloudFront::.*', 'ApplicationAutoScaling::Scal.*',
].join('|')})$`);

/** A resource in use that ends, or has to be made anew. */
export const servingReplaced: Rule = ({ changes }) => changes.filter(({ type, stack }) => serving.test(type) && !(stack.axis === 'release' && type === 'AWS::ECS::Service')).flatMap((change): readonly Sighting[] => {
  const because = change.replacedBecauseOf.join(', ');
  if (isEnd(change)) return [{ change, what: `${change.type} is removed` }];
  if (change.fate === 'replaced') return [{ change, what: `${change.type} is replaced because of ${because}` }];
  return change.fate === 'perhaps-replaced' ? [{ change, what: `${change.type} is interrupted, or replaced, because of ${because}` }] : [];
});
