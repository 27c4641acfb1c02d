import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { BlueGreenDeployment } from './blue-green-deployment';
import type { BlueGreenService } from './blue-green-service';
import { BundledFunction, type FunctionLogs } from './bundled-function';
import type { ServiceNames } from './service-names';
import { WatchNotices } from './watch-notices';

export interface WatchProps {
  readonly stage: string;
  /** The tier that is watched. */
  readonly tier: string;
  readonly service: BlueGreenService;
  readonly names: ServiceNames;
  readonly deployment: BlueGreenDeployment;
  /** The alarms that take a release back: name to terms. */
  readonly alarms: Readonly<Record<string, string>>;
  readonly logs: FunctionLogs;
}

/**
 * Sees to it, once a minute, that between releases everything stays as a release needs to find it, and during one that nothing scales in.
 *
 * Weights that somebody has moved by hand are set back; a guard that somebody has taken off is told of, and left to a person. It looks at
 * everything each time and remembers nothing, so no event that is lost or comes twice can leave something undone. CodeDeploy's events
 * only make it look sooner.
 */
export class Watch extends Construct {
  /** The names of the alarms on what it finds, and on its own silence. */
  readonly notices: readonly string[];

  constructor(scope: Construct, id: string, private readonly props: WatchProps) {
    super(scope, id);
    const { stage, tier, service: { pair, routes, service }, deployment } = props;
    const name = `${stage}-${tier}-watch`;
    const code = new BundledFunction(this, 'Code', {
      functionName: name,
      description: `Keeps ${tier} in ${stage} as releases need to find it`,
      entry: 'lambda/watch/handler.ts',
      environment: {
        STAGE: stage,
        APPLICATION: deployment.applicationName,
        DEPLOYMENT_GROUP: deployment.groupName,
        CLUSTER: service.cluster.clusterName,
        SERVICE: service.serviceName,
        RULES: Stack.of(this).toJsonString({ live: routes.production.rule.listenerRuleArn, test: routes.test.rule.listenerRuleArn }),
        TARGET_GROUPS: Stack.of(this).toJsonString({ one: pair.one.targetGroupArn, two: pair.two.targetGroupArn }),
        ALARMS: JSON.stringify(props.alarms),
      },
      timeout: Duration.seconds(30),
      memoryMiB: 256,
      logs: props.logs,
    });
    this.mayLook(code.role);
    this.mayKeep(code.role);
    this.callEachMinute(code.functionArn);
    this.notices = new WatchNotices(this, 'Notices', { stage, service: tier, functionName: name, log: code.log }).names;
  }

  private mayLook(role: iam.Role): void {
    const { partition, region, account } = Stack.of(this);
    allow(role, ['codedeploy:ListDeployments', 'codedeploy:GetDeploymentGroup'], [this.props.deployment.groupArn]);
    allow(role, ['cloudwatch:DescribeAlarms'], Object.keys(this.props.alarms).map((name) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`));
    allow(role, ['elasticloadbalancing:DescribeRules', 'elasticloadbalancing:DescribeTargetHealth', 'application-autoscaling:DescribeScalableTargets'], ['*']);
    Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'IAM knows no resource for what only describes load balancers and scaling' });
  }

  /**
   * Application Auto Scaling asks ECS in the caller's name whether the service may be changed, so registering takes that permission too:
   * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
   */
  private mayKeep(role: iam.Role): void {
    const { partition, region, account } = Stack.of(this);
    const { routes, service } = this.props.service;
    const targets = `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*`;
    allow(role, ['elasticloadbalancing:ModifyRule'], [routes.production.rule.listenerRuleArn, routes.test.rule.listenerRuleArn]);
    allow(role, ['ecs:DescribeServices', 'ecs:UpdateService'], [service.serviceArn]);
    allow(role, ['application-autoscaling:RegisterScalableTarget'], [targets], {
      StringEquals: { 'application-autoscaling:service-namespace': 'ecs', 'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount' },
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${targets}]`,
      reason: 'AWS makes up the id of a scalable target; which service it may be for, the permission to change that service says',
    });
  }

  /** One rule for both: the clock makes sure, an event makes haste. */
  private callEachMinute(functionArn: string): void {
    const { deployment } = this.props;
    const rule = new events.CfnRule(this, 'Rule', {
      description: 'Calls the watch once a minute, and when a deployment begins or ends',
      state: 'ENABLED',
      scheduleExpression: 'rate(1 minute)',
      eventPattern: {
        source: ['aws.codedeploy'],
        'detail-type': ['CodeDeploy Deployment State-change Notification'],
        detail: { application: [deployment.applicationName], deploymentGroup: [deployment.groupName] },
      },
      // What is late is of no use: the next one comes.
      targets: [{ id: 'watch', arn: functionArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }],
    });
    new CfnPermission(this, 'MayCall', { functionName: functionArn, action: 'lambda:InvokeFunction', principal: 'events.amazonaws.com', sourceArn: rule.attrArn });
  }
}

function allow(role: iam.Role, actions: string[], resources: string[], conditions: Record<string, object> = {}): void {
  role.addToPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
}
