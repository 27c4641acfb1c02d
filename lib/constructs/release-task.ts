import { type CfnResource, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { WORKLOAD_LABEL } from '../core/ledger/names';
import { taskPlatform } from './task-platform';

/** The key under which a task definition says which bundle runs in it, for everything that reads only the assembly. */
export const workloadMetadata = 'changeover:workload';

/** The bundle that the image holds. */
export interface ReleasedWorkload {
  readonly release: string;
  /** Relative to the cloud assembly. */
  readonly directory: string;
  readonly sha256: string;
}

export interface ReleaseTaskProps {
  readonly family: string;
  readonly image: string;
  readonly container: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cpu: number;
  readonly memoryMiB: number;
  /** @default - nothing is served: the task ends by itself */
  readonly port?: number;
  readonly taskRole: iam.IRole;
  readonly executionRole: iam.IRole;
  readonly logDriver: ecs.LogDriver;
  readonly workload: ReleasedWorkload;
}

/**
 * One task definition of a release.
 *
 * It is kept when the next release replaces it: CloudFormation would otherwise deregister it at the very moment when it is what a
 * rollback needs.
 */
export class ReleaseTask extends Construct {
  readonly taskDefinitionArn: string;

  constructor(scope: Construct, id: string, props: ReleaseTaskProps) {
    super(scope, id);
    const definition = new ecs.FargateTaskDefinition(this, 'TaskDefinition', {
      family: props.family,
      cpu: props.cpu,
      memoryLimitMiB: props.memoryMiB,
      taskRole: props.taskRole,
      executionRole: props.executionRole,
      runtimePlatform: taskPlatform,
    });
    definition.addContainer(props.container, {
      image: ecs.ContainerImage.fromRegistry(props.image),
      command: [...props.command],
      dockerLabels: { [WORKLOAD_LABEL]: props.workload.sha256 },
      environment: { ...props.environment },
      logging: props.logDriver,
      readonlyRootFilesystem: true,
      user: 'node',
      // Longer than the balancer takes to stop sending, so that no request is cut off.
      stopTimeout: Duration.seconds(60),
      ...(props.port !== undefined && { portMappings: [{ containerPort: props.port }] }),
    });
    definition.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const { release, directory, sha256 } = props.workload;
    (definition.node.defaultChild as CfnResource).addMetadata(workloadMetadata, {
      release, directory, sha256, container: props.container, command: props.command, contract: 'openapi.json',
    });
    Validations.of(definition).acknowledge(
      { id: 'AwsSolutions-ECS2', reason: 'Names, hosts and ports; IAM database authentication leaves no secret to pass' },
      { id: 'CloudFormation-Validate::E3511', reason: 'What looks like a malformed ARN is the path of the parameter with the ARN' },
      { id: '@aws-cdk/aws-ecs:ecrImageRequiresPolicy', reason: 'The execution role, which may pull this image, belongs to the topology' },
    );
    if (!props.image.includes('@sha256:')) {
      Validations.of(definition).acknowledge({
        id: 'RolloutSafety::image-is-pinned', reason: 'Nobody has pushed what this checkout makes, so it has no digest: its tag is made from its content. CI describes a release by digest',
      });
    }
    this.taskDefinitionArn = definition.taskDefinitionArn;
  }
}
