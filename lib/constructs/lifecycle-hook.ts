import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BundledFunction, type BundledFunctionProps, functionArnOf } from './bundled-function';
import { type ServiceNames, tasksOf } from './service-names';

/** The moments of a deployment at which CodeDeploy calls a function and waits for its verdict. */
export type LifecycleEvent = 'BeforeInstall' | 'AfterInstall' | 'AfterAllowTestTraffic' | 'BeforeAllowTraffic' | 'AfterAllowTraffic';

export interface LifecycleHookProps extends Omit<BundledFunctionProps, 'functionName'> {
  readonly stage: string;
  readonly service: string;
  /** What the hook does, in one word. */
  readonly does: string;
  readonly event: LifecycleEvent;
}

/**
 * A function that CodeDeploy calls at one moment of each deployment.
 *
 * One moment only, because CodeDeploy does not tell a function which one it is. CodeDeploy looks at no return value: it waits, for up to
 * an hour, for the function to report, so the function must be able to.
 */
export class LifecycleHook extends BundledFunction {
  /** Known before the function is: the permission to call it must not depend on it. */
  readonly name: string;
  readonly event: LifecycleEvent;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LifecycleHookProps) {
    const { stage, service, does, event, ...rest } = props;
    const name = hookName(stage, service, does);
    super(scope, id, { ...rest, functionName: name });
    this.name = name;
    this.event = event;
    this.arn = functionArnOf(this, name);
  }

  allow(actions: readonly string[], resources: readonly string[], conditions: Record<string, object> = {}): void {
    this.role.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources], conditions }));
  }

  /** The function asks what a deployment of the service has brought, and what runs of it. */
  maySeeGreen(names: ServiceNames): void {
    const { partition, region, account } = Stack.of(this);
    const tasks = tasksOf(this, names);
    // These name a deployment or a revision, for which IAM has no ARN.
    this.allow(['codedeploy:GetDeploymentTarget', 'ecs:DescribeTaskDefinition'], ['*']);
    this.allow(['ecs:ListTasks'], ['*'], { ArnEquals: { 'ecs:cluster': `arn:${partition}:ecs:${region}:${account}:cluster/${names.cluster}` } });
    this.allow(['ecs:DescribeTasks'], [tasks]);
    Validations.of(this.role).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'IAM knows no resource for the target of a deployment, a task definition that is only read, or a list of tasks; the list is of one cluster' },
      { id: `AwsSolutions-IAM5[Resource::${tasks}]`, reason: 'ECS makes up the ids of tasks; they are those of one cluster' },
    );
  }

  /** The function reports on deployments of this group and asks what they roll out. */
  mayReportOn(deploymentGroupArn: string): void {
    this.allow(['codedeploy:PutLifecycleEventHookExecutionStatus', 'codedeploy:GetDeployment'], [deploymentGroupArn]);
  }
}

/** The prefix is what AWS's limited role for CodeDeploy lets it call. */
export const hookName = (stage: string, service: string, does: string): string => `CodeDeployHook_${stage}-${service}-${does}`;
