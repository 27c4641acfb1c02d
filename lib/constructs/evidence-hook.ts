import { Duration, Validations } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { fill } from '../core/operation/fill';
import { type Operation, refusing } from '../core/operation/operation';
import type { FunctionLogs } from './bundled-function';
import type { TargetGroupPair } from './frozen-route';
import { LifecycleHook } from './lifecycle-hook';
import type { ServiceNames } from './service-names';

export interface EvidenceHookProps {
  readonly stage: string;
  readonly service: string;
  /** Where customers come in, and the name that its certificate is for. */
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly serverName: string;
  readonly pair: TargetGroupPair;
  readonly operations: readonly Operation[];
  readonly names: ServiceNames;
  readonly logs: FunctionLogs;
}

/**
 * Proves, once green has all traffic, that customers reach it and that the numbers which its alarms look at have begun to come: a bake
 * that nobody could see anything of proves nothing.
 *
 * It is in no network of ours, so it comes as customers do.
 *
 * @throws Error when the contract refuses nothing: such a request needs nothing before it and changes nothing
 */
export class EvidenceHook extends LifecycleHook {
  constructor(scope: Construct, id: string, { loadBalancer, serverName, pair, operations, names, ...common }: EvidenceHookProps) {
    super(scope, id, {
      ...common,
      does: 'evidence',
      event: 'AfterAllowTraffic',
      description: 'Proves that customers reach green, and that alarms see it, once it has all traffic',
      entry: 'lambda/hooks/evidence/handler.ts',
      // A JSON text, as source text of a string.
      define: { REQUEST: JSON.stringify(JSON.stringify(requestOf(operations))) },
      environment: {
        URL: `https://${loadBalancer.loadBalancerDnsName}`,
        SERVER_NAME: serverName,
        CLUSTER: names.cluster,
        SERVICE: names.service,
        STAGE: common.stage,
        TIER: common.service,
        LOAD_BALANCER: loadBalancer.loadBalancerFullName,
        TARGET_GROUPS: `${pair.one.targetGroupFullName},${pair.two.targetGroupFullName}`,
      },
      timeout: Duration.minutes(6),
      memoryMiB: 256,
    });
    // These name a deployment, a revision or a number, for which IAM has no ARN.
    this.allow(['codedeploy:GetDeploymentTarget', 'ecs:DescribeTaskDefinition', 'cloudwatch:GetMetricData'], ['*']);
    this.allow(['logs:FilterLogEvents'], [this.log.logGroupArn]);
    Validations.of(this.role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'IAM knows no resource for the target of a deployment, a task definition that is only read, or metrics' });
  }
}

function requestOf(operations: readonly Operation[]): object {
  const operation = refusing(operations);
  if (operation === undefined) throw new Error('a contract has an operation with a refusal (x-changeover.refusal), or there is no request that changes nothing');
  return { operation: operation.id, expect: operation.refusal.expect, ...fill(operation, operation.refusal, { lane: 'watched' }) };
}
