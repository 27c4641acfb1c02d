import { ArnFormat, type Duration, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BlueGreenService } from './blue-green-service';
import { CodeDeployRole } from './codedeploy-role';
import type { ServiceNames } from './service-names';
import type { TrafficShift } from './traffic-shift';

export interface BlueGreenDeploymentProps {
  readonly service: BlueGreenService;
  readonly names: ServiceNames;
  readonly production: elbv2.IApplicationListener;
  readonly test: elbv2.IApplicationListener;
  readonly shift: TrafficShift;
  /**
   * How long blue is kept after green holds all traffic. While it is kept an alarm moves traffic back in seconds; afterwards nothing
   * can be rolled back.
   */
  readonly bake: Duration;
  /** Each of them stops a deployment at any time until blue is ended. At most ten. */
  readonly alarms: readonly Alarm[];
  /** The functions that may be named as hooks by a deployment. */
  readonly hookArns: readonly string[];
  /** The roles of green's tasks. */
  readonly taskRoles: readonly iam.IRole[];
}

/**
 * CodeDeploy's application, configuration and group for one service.
 *
 * Whatever ends a deployment early rolls it back: a failure, an alarm, and a person's stop. An alarm whose state cannot be read counts
 * as one that fires.
 */
export class BlueGreenDeployment extends Construct {
  readonly applicationName: string;
  readonly groupName: string;
  readonly applicationArn: string;
  readonly groupArn: string;
  /** The configurations that a deployment of this group may ask for: its own, and everything in one step for the first release. */
  readonly configurationArns: readonly string[];

  constructor(scope: Construct, id: string, props: BlueGreenDeploymentProps) {
    super(scope, id);
    const rules = [props.service.routes.production.rule, props.service.routes.test.rule];
    const permissions = new CodeDeployRole(this, 'Permissions', {
      service: props.service.service,
      names: props.names,
      listeners: [props.production, props.test],
      rules,
      hookArns: props.hookArns,
      taskRoles: props.taskRoles,
    });
    const application = new codedeploy.EcsApplication(this, 'Application');
    const configuration = props.shift.bind(this);
    const group = new codedeploy.EcsDeploymentGroup(this, 'Group', {
      application,
      service: props.service.service,
      // CDK would add AWS's own policy, which may touch every service of the account.
      role: permissions.role.withoutPolicyUpdates(),
      deploymentConfig: configuration,
      blueGreenDeploymentConfig: {
        blueTargetGroup: props.service.pair.one,
        greenTargetGroup: props.service.pair.two,
        listener: props.production,
        testListener: props.test,
        terminationWaitTime: props.bake,
      },
      alarms: [...props.alarms],
      ignorePollAlarmsFailure: false,
      autoRollback: { failedDeployment: true, deploymentInAlarm: true, stoppedDeployment: true },
    });
    // CodeDeploy looks at the rules, with this role, when the group is made.
    group.node.addDependency(...rules, permissions);

    this.applicationName = application.applicationName;
    this.groupName = group.deploymentGroupName;
    this.applicationArn = application.applicationArn;
    this.groupArn = group.deploymentGroupArn;
    this.configurationArns = [configuration.deploymentConfigArn, this.predefined('CodeDeployDefault.ECSAllAtOnce')];
  }

  private predefined(name: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'codedeploy', resource: 'deploymentconfig', resourceName: name, arnFormat });
  }
}
