import { scalingAccess } from './autoscaling/access';
import type { ScalableTargets } from './autoscaling/scalable-targets';
import type { Catalog } from './codedeploy/catalog';
import { codeDeployAccess } from './codedeploy/access';
import type { Deployments } from './codedeploy/deployments';
import { stackAccess } from './cloudformation/access';
import { metricAccess } from './cloudwatch/access';
import { tableAccess } from './dynamodb/access';
import { containerAccess } from './ecs/access';
import type { ContainerService } from './ecs/container-service';
import { balancingAccess } from './elbv2/access';
import type { AccessTable } from './iam/access-table';
import { keyAccess } from './kms/access';
import type { Keys } from './kms/keys';
import { functionAccess } from './lambda/access';
import { logAccess } from './logs/access';
import { secretAccess } from './secretsmanager/access';
import type { Secrets } from './secretsmanager/secrets';
import { topicAccess } from './sns/access';
import { queueAccess } from './sqs/access';
import { parameterAccess } from './ssm/access';
import { tokenAccess } from './sts/access';
import { executionAccess } from './states/access';

export interface AccessPorts {
  readonly catalog: Catalog;
  readonly deployments: Deployments;
  readonly ecs: ContainerService;
  readonly secrets: Secrets;
  readonly keys: Keys;
  readonly scaling: ScalableTargets;
}

/** What the operations of all services need, by the same prefixes as `servicesOf`. */
export function accessTables({ catalog, deployments, ecs, secrets, keys, scaling }: AccessPorts): Readonly<Record<string, AccessTable>> {
  return {
    CodeDeploy_20141006: codeDeployAccess(catalog, deployments), AmazonEC2ContainerServiceV20141113: containerAccess(ecs), AWSStepFunctions: executionAccess, secretsmanager: secretAccess(secrets, keys),
    AmazonSSM: parameterAccess, AmazonSQS: queueAccess, AmazonSNS: topicAccess, DynamoDB_20120810: tableAccess, GraniteServiceVersion20100801: metricAccess, Logs_20140328: logAccess, lambda: functionAccess,
    TrentService: keyAccess(keys), CloudFormation: stackAccess, Sts: tokenAccess, ElasticLoadBalancingV2: balancingAccess, AnyScaleFrontendService: scalingAccess(scaling),
  };
}
