import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { taskRole } from './task-role';

export interface ExecutionRoleProps {
  readonly logGroup: logs.ILogGroup;
  /** The only repository that images may come from, by its name. */
  readonly repository: string;
}

/** The role with which ECS pulls images and opens log streams, before any code of a release runs. */
export function executionRole(scope: Construct, id: string, { logGroup, repository }: ExecutionRoleProps): iam.Role {
  const role = taskRole(scope, id, 'ECS on behalf of tasks: images and log streams');
  const { partition, region, account } = Stack.of(scope);
  role.addToPolicy(new iam.PolicyStatement({
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    resources: [`arn:${partition}:ecr:${region}:${account}:repository/${repository}`],
  }));
  role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'A token is for the whole registry, so ecr:GetAuthorizationToken knows no resource; pulling is from one repository',
  });
  role.addToPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  }));
  return role;
}
