import { Stack, Validations } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { BlueGreenDeployment } from './blue-green-deployment';
import { type ServiceNames, taskSetsOf, tasksOf } from './service-names';

export interface RollOutPermissions {
  readonly ecsService: ecs.FargateService;
  readonly names: ServiceNames;
  readonly deployment: BlueGreenDeployment;
  readonly migrationFamily: string;
  readonly taskRoles: readonly iam.IRole[];
  readonly machineArn: string;
}

/** Lets `role` start, follow and stop deployments of one group, run its migrations, and look at what they make. */
export function mayRollOut(role: iam.Role, permissions: RollOutPermissions): void {
  const { ecsService, names, deployment, migrationFamily, taskRoles, machineArn } = permissions;
  const { partition, region, account } = Stack.of(role);
  const taskSets = taskSetsOf(role, names);
  const tasks = tasksOf(role, names);
  const migrations = `arn:${partition}:ecs:${region}:${account}:task-definition/${migrationFamily}:*`;
  const allow = (actions: string[], resources: string[], conditions: Record<string, object> = {}): void => {
    role.addToPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
  };

  allow([
    'codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:ListDeployments', 'codedeploy:GetDeploymentGroup',
  ], [deployment.groupArn]);
  allow([
    'codedeploy:GetApplication', 'codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision',
  ], [deployment.applicationArn]);
  allow(['codedeploy:GetDeploymentConfig'], [...deployment.configurationArns]);

  allow(['ecs:DescribeServices', 'ecs:DescribeTaskSets'], [ecsService.serviceArn, taskSets]);
  allow(['ecs:RunTask'], [migrations], { ArnEquals: { 'ecs:cluster': ecsService.cluster.clusterArn } });
  allow(['ecs:DescribeTasks'], [tasks]);
  allow(['iam:PassRole'], taskRoles.map((task) => task.roleArn), { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
  allow(['states:StartExecution'], [machineArn]);
  // These name a deployment or a revision, for which IAM has no ARN: on the group's ARN they are denied.
  allow([
    'codedeploy:StopDeployment',
    'codedeploy:GetDeploymentTarget', 'codedeploy:ListDeploymentTargets', 'codedeploy:BatchGetDeploymentTargets',
    'ecs:DescribeTaskDefinition',
  ], ['*']);
  Validations.of(role).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'IAM knows no resource for a single deployment, its targets, or a task definition that is only read',
    },
    ...[taskSets, tasks, migrations].map((arn) => ({
      id: `AwsSolutions-IAM5[Resource::${arn}]`,
      reason: 'ECS chooses the last part of these names; what stands before it is this one service',
    })),
  );
}
