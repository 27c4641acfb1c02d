import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { FrozenRoute, type TargetGroupPair } from './frozen-route';

export interface BlueGreenServiceProps {
  readonly cluster: ecs.ICluster;
  /** Fixed, so that a change which would replace the service is refused: its successor would start behind the wrong group. */
  readonly serviceName: string;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
  /** What runs until the first release; releases are later revisions of the same family. */
  readonly placeholder: ecs.FargateTaskDefinition;
  readonly container: string;
  readonly port: number;
  readonly production: elbv2.IApplicationListener;
  readonly test: elbv2.IApplicationListener;
  readonly scaling: ServiceScaling;
}

export interface ServiceScaling {
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly targetCpuPercent: number;
}

/**
 * An ECS service whose releases CodeDeploy rolls out, behind a pair of target groups.
 *
 * After creation CloudFormation can change nothing of it: every update of a service under CODE_DEPLOY is refused, whatever it changes
 * (https://github.com/aws/aws-cdk/issues/23564). So it names a family and no revision, and has neither tags nor a desired count. It
 * starts with one task; the scalable target, which is registered next, brings the count into its range at once
 * (https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html). From then on every release is as
 * large as what it replaces.
 */
export class BlueGreenService extends Construct {
  readonly service: ecs.FargateService;
  readonly pair: TargetGroupPair;
  /** The rules whose weights CodeDeploy moves; a deployment group must not be made before them. */
  readonly routes: { readonly production: FrozenRoute; readonly test: FrozenRoute };

  constructor(scope: Construct, id: string, private readonly props: BlueGreenServiceProps) {
    super(scope, id);
    this.pair = { one: this.targetGroup('One'), two: this.targetGroup('Two') };
    this.routes = {
      production: new FrozenRoute(this, 'ProductionRoute', { listener: props.production, pair: this.pair }),
      test: new FrozenRoute(this, 'TestRoute', { listener: props.test, pair: this.pair }),
    };
    this.service = new ecs.FargateService(this, 'Service', {
      cluster: props.cluster,
      serviceName: props.serviceName,
      taskDefinition: props.placeholder,
      deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
      vpcSubnets: props.subnets,
      securityGroups: [props.securityGroup],
      assignPublicIp: false,
      healthCheckGracePeriod: Duration.seconds(60),
      minHealthyPercent: 100,
    });
    this.pair.one.addTarget(this.service.loadBalancerTarget({ containerName: props.container, containerPort: props.port }));
    this.scaleOnCpu();
  }

  /** No physical name: a change that replaces a group needs a free one. */
  private targetGroup(id: string): elbv2.ApplicationTargetGroup {
    return new elbv2.ApplicationTargetGroup(this, `TargetGroup${id}`, {
      vpc: this.props.vpc,
      targetType: elbv2.TargetType.IP,
      protocol: elbv2.ApplicationProtocol.HTTP,
      port: this.props.port,
      healthCheck: {
        path: '/healthz',
        interval: Duration.seconds(5),
        timeout: Duration.seconds(2),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      deregistrationDelay: Duration.seconds(30),
    });
  }

  /** On CPU, because blue/green allows no target tracking on requests per target. */
  private scaleOnCpu(): void {
    const { minTasks, maxTasks, targetCpuPercent } = this.props.scaling;
    this.service.autoScaleTaskCount({ minCapacity: minTasks, maxCapacity: maxTasks }).scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: targetCpuPercent,
      scaleOutCooldown: Duration.minutes(1),
      scaleInCooldown: Duration.minutes(10),
    });
  }
}
