import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { BundledFunction, type BundledFunctionProps, functionArnOf } from './bundled-function';

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

  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** The function reports on deployments of this group and asks what they roll out. */
  mayReportOn(deploymentGroupArn: string): void {
    this.allow(['codedeploy:PutLifecycleEventHookExecutionStatus', 'codedeploy:GetDeployment'], [deploymentGroupArn]);
  }
}

/** The prefix is what AWS's limited role for CodeDeploy lets it call. */
export const hookName = (stage: string, service: string, does: string): string => `CodeDeployHook_${stage}-${service}-${does}`;
