import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

/** Two groups of which one serves; a deployment makes the other one serve, so neither is "blue" for long. */
export interface TargetGroupPair {
  /** Serves until the first deployment. */
  readonly one: elbv2.ApplicationTargetGroup;
  readonly two: elbv2.ApplicationTargetGroup;
}

export interface FrozenRouteProps {
  readonly listener: elbv2.IApplicationListener;
  readonly pair: TargetGroupPair;
}

/**
 * The rule by which all traffic of a listener reaches a pair of target groups.
 *
 * Its weights belong to CodeDeploy from the first deployment on. CloudFormation writes them whenever a property of the rule differs
 * from the last template, a tag included, and would then send all customers to the group that the template names, which is empty
 * after every other deployment. So nothing here may change once it is deployed: change it only while the live weights are these.
 */
export class FrozenRoute extends Construct {
  readonly rule: elbv2.ApplicationListenerRule;

  constructor(scope: Construct, id: string, { listener, pair }: FrozenRouteProps) {
    super(scope, id);
    this.rule = new elbv2.ApplicationListenerRule(this, 'Rule', {
      listener,
      priority: 1_000,
      conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
      action: elbv2.ListenerAction.weightedForward([
        { targetGroup: pair.one, weight: 100 },
        { targetGroup: pair.two, weight: 0 },
      ]),
    });
  }
}
