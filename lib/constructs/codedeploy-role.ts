import { Stack, Validations } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type ServiceNames, taskSetsOf } from './service-names';

export interface CodeDeployRoleProps {
  readonly service: ecs.FargateService;
  readonly names: ServiceNames;
  readonly listeners: readonly elbv2.IApplicationListener[];
  readonly rules: readonly elbv2.ApplicationListenerRule[];
  readonly hookArns: readonly string[];
  /** The roles of green's tasks. */
  readonly taskRoles: readonly iam.IRole[];
}

/** What CodeDeploy may do, which is AWS's own policy for it cut down to one service, its listeners, its hooks and its roles. */
export class CodeDeployRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: CodeDeployRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const taskSets = taskSetsOf(this, props.names);
    this.allow([
      'ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:CreateTaskSet', 'ecs:DeleteTaskSet',
    ], [props.service.serviceArn, taskSets]);
    this.allow(['elasticloadbalancing:ModifyListener'], props.listeners.map((listener) => listener.listenerArn));
    this.allow(['elasticloadbalancing:ModifyRule'], props.rules.map((rule) => rule.listenerRuleArn));
    this.allow(['lambda:InvokeFunction'], [...props.hookArns]);
    this.role.addToPolicy(new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: props.taskRoles.map((role) => role.roleArn),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }));
    this.allow([
      'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeRules',
      'cloudwatch:DescribeAlarms',
    ], ['*']);
    Validations.of(this.role).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'What only describes load balancers and alarms knows no resource' },
      {
        id: `AwsSolutions-IAM5[Resource::${taskSets}]`,
        reason: 'CodeDeploy makes task sets, and their ids, itself; only those of this one service match',
      },
    );
  }

  private allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  }
}
