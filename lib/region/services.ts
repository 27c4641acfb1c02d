import type { Clock } from '../core/time';
import { scalingOperations } from './autoscaling/operations';
import type { ScalableTargets } from './autoscaling/scalable-targets';
import { metricOperations, type MetricOperationPorts } from './cloudwatch/operations';
import type { Catalog } from './codedeploy/catalog';
import { codeDeployOperations } from './codedeploy/operations';
import type { Deployments } from './codedeploy/deployments';
import type { Tables } from './dynamodb/tables';
import type { ContainerService } from './ecs/container-service';
import { containerOperations } from './ecs/operations';
import type { LoadBalancing } from './elbv2/load-balancing';
import { balancingOperations } from './elbv2/operations';
import type { Services } from './endpoint/json-protocol';
import type { QueryServices } from './endpoint/query-protocol';
import type { ApiPorts } from './cloudformation/api/ports';
import { stackOperations } from './cloudformation/operations';
import type { Keys } from './kms/keys';
import { keyOperations } from './kms/operations';
import { tokenOperations, type TokenPorts } from './sts/operations';
import { logOperations } from './logs/operations';
import type { LogStore } from './logs/log-store';
import type { Secrets } from './secretsmanager/secrets';
import { topicOperations } from './sns/operations';
import type { Topics } from './sns/topics';
import { queueOperations } from './sqs/operations';
import type { Queues } from './sqs/queues';
import { parameterOperations } from './ssm/operations';
import type { ParameterStore } from './ssm/parameter-store';
import type { Executions } from './states/executions';

export interface ServicePorts {
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly deployments: Deployments;
  readonly balancing: LoadBalancing;
  readonly ecs: ContainerService;
  readonly executions: Executions;
  readonly secrets: Secrets;
  readonly keys: Keys;
  readonly parameters: ParameterStore;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly topics: Topics;
  readonly logs: LogStore;
  readonly scaling: ScalableTargets;
  readonly cloudwatch: MetricOperationPorts;
}

/** The services of the endpoint by the prefix of their `X-Amz-Target`. */
export function servicesOf({ clock, catalog, deployments, balancing, ecs, executions, secrets, keys, parameters, queues, tables, topics, logs, scaling, cloudwatch }: ServicePorts): Services {
  return {
    CodeDeploy_20141006: codeDeployOperations({ catalog, deployments, balancing, clock }),
    AmazonEC2ContainerServiceV20141113: containerOperations(ecs),
    AWSStepFunctions: executions.operations,
    secretsmanager: secrets.operations,
    TrentService: keyOperations(keys),
    AmazonSSM: parameterOperations(parameters),
    AmazonSQS: queueOperations(queues),
    AmazonSNS: topicOperations(topics),
    DynamoDB_20120810: tables.operations,
    GraniteServiceVersion20100801: metricOperations(cloudwatch),
    Logs_20140328: logOperations(logs),
    AnyScaleFrontendService: scalingOperations(scaling),
  };
}

export interface QueryServicePorts {
  readonly balancing: LoadBalancing;
  readonly stacks: ApiPorts;
  readonly tokens: TokenPorts;
}

/** Services that clients speak to by AWS Query, by the version of their API. */
export function queryServicesOf({ balancing, stacks, tokens }: QueryServicePorts): QueryServices {
  return {
    '2015-12-01': { name: 'ElasticLoadBalancingV2', signingName: 'elasticloadbalancing', namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/', operations: balancingOperations(balancing) },
    '2011-06-15': { name: 'Sts', signingName: 'sts', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', operations: tokenOperations(tokens), unsigned: ['AssumeRoleWithWebIdentity'] },
    '2010-05-15': { name: 'CloudFormation', signingName: 'cloudformation', namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/', operations: stackOperations(stacks) },
  };
}
