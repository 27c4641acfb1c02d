import { RemovalPolicy } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';

export interface WorkerServiceProps {
  readonly cluster: string;
  /** Tells the release and the try: see `workerServiceName`. */
  readonly serviceName: string;
  /** Letters and digits. Tells them too, or CloudFormation would take this service for that of the release before, and end it. */
  readonly logicalId: string;
  readonly taskDefinitionArn: string;
  readonly tasks: number;
  readonly subnets: string[];
  readonly securityGroup: string;
}

/**
 * The workers of one release: an ECS service without a load balancer, which CodeDeploy could not roll out.
 *
 * It belongs to the release, and comes up idle beside that of the release before: who may consume is a lease, which the deployment
 * function moves when customers have moved. So nothing is lost by a release that fails, whose workers are removed again, and going
 * back is moving the lease to workers that are still there. A stack that goes on to the next release therefore leaves this service
 * behind; the deployment function ends it when no rollback can need it any more.
 *
 * No alarm of its own rolls it back: until it has the lease it does nothing, and afterwards the alarm on its work takes back the whole
 * release. Workers that do not start are what the circuit breaker is for.
 */
export class WorkerService extends Construct {
  constructor(scope: Construct, id: string, props: WorkerServiceProps) {
    super(scope, id);
    // From ids of the topology's snapshot: CDK's own class would want the network itself.
    const service = new ecs.CfnService(this, 'Service', {
      cluster: props.cluster,
      serviceName: props.serviceName,
      taskDefinition: props.taskDefinitionArn,
      desiredCount: props.tasks,
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      enableExecuteCommand: false,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: props.subnets, securityGroups: [props.securityGroup], assignPublicIp: 'DISABLED' },
      },
    });
    service.overrideLogicalId(props.logicalId);
    service.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
