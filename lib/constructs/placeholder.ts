import { Duration, Tags, Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { placeholderProgram } from './placeholder-program';
import { taskPlatform } from './task-platform';
import { taskRole } from './task-role';

/** How the first release knows that what it replaces was never a release. */
export const placeholderTag = 'changeover:placeholder';

export interface PlaceholderProps {
  readonly stage: string;
  readonly service: string;
  /** The family of the releases too, which is all that the service names of a task definition. */
  readonly family: string;
  /** An image with Node on it, by digest. */
  readonly image: string;
  readonly container: string;
  readonly port: number;
  readonly executionRole: iam.IRole;
  readonly logDriver: ecs.LogDriver;
}

/** A task definition that lets a service under CODE_DEPLOY come into being before there is a release to run on it. */
export class Placeholder extends Construct {
  readonly taskDefinition: ecs.FargateTaskDefinition;

  constructor(scope: Construct, id: string, props: PlaceholderProps) {
    super(scope, id);
    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'TaskDefinition', {
      family: props.family,
      cpu: 256,
      memoryLimitMiB: 512,
      executionRole: props.executionRole,
      runtimePlatform: taskPlatform,
      taskRole: taskRole(this, 'TaskRole', 'The placeholder, which calls nothing'),
    });
    this.taskDefinition.addContainer(props.container, {
      image: ecs.ContainerImage.fromRegistry(props.image),
      command: ['node', '-e', placeholderProgram],
      environment: { PORT: String(props.port), STAGE: props.stage, SERVICE: props.service },
      portMappings: [{ containerPort: props.port }],
      logging: props.logDriver,
      readonlyRootFilesystem: true,
      user: 'node',
      stopTimeout: Duration.seconds(30),
    });
    Tags.of(this.taskDefinition).add(placeholderTag, 'true');
    Validations.of(this.taskDefinition).acknowledge({
      id: 'AwsSolutions-ECS2',
      reason: 'Its variables say which stage and port it is, and nothing secret',
    });
  }
}
