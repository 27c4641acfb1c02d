import { Stack, Validations } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type KeyPlace, ledgerTable } from '../core/ledger/names';
import type { BlueGreenDeployment } from './blue-green-deployment';
import { type ServiceNames, tasksOf, workersOf } from './service-names';
import { keysOf, mayCheck, mayVouch } from './signing-key';

/** The service that is rolled out, and what belongs to it. */
export interface RolledOut {
  readonly ecsService: ecs.FargateService;
  readonly names: ServiceNames;
}

export interface RollOutPermissions extends RolledOut {
  readonly deployment: BlueGreenDeployment;
  readonly taskRoles: readonly iam.IRole[];
  readonly machineArn: string;
}

/** Lets `role` start, follow and stop deployments of one group, and look at what they make. */
export function mayRollOut(role: iam.Role, { ecsService, deployment, taskRoles, machineArn }: RollOutPermissions): void {
  allow(role, ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:ListDeployments'], [deployment.groupArn]);
  // To leave out an alarm in one deployment takes the permission to leave it out of the group:
  // https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html
  allow(role, ['codedeploy:UpdateDeploymentGroup'], [deployment.groupArn]);
  allow(role, ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'], [deployment.applicationArn]);
  allow(role, ['codedeploy:GetDeploymentConfig'], [...deployment.configurationArns]);

  allow(role, ['ecs:DescribeServices'], [ecsService.serviceArn]);
  allow(role, ['iam:PassRole'], taskRoles.map(({ roleArn }) => roleArn), { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
  allow(role, ['states:StartExecution'], [machineArn]);
  // These name a deployment or a revision, for which IAM has no ARN: on the group's ARN they are denied.
  allow(role, [
    'codedeploy:StopDeployment',
    'codedeploy:GetDeploymentTarget', 'codedeploy:ListDeploymentTargets',
    'ecs:DescribeTaskDefinition',
  ], ['*']);
  acknowledgeAnything(role, 'IAM knows no resource for a single deployment, its targets, or a task definition that is only read');
}

/** Lets `role` look at what a release depends on. */
export function mayInspect(role: iam.Role, groupArn: string, { alarms, stacks }: { readonly alarms: readonly string[]; readonly stacks: readonly string[] }): void {
  const { partition, region, account } = Stack.of(role);
  // The id of a stack is chosen when it is made.
  const standing = stacks.map((name) => `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`);
  allow(role, ['codedeploy:GetDeploymentGroup'], [groupArn]);
  allow(role, ['cloudwatch:DescribeAlarms'], alarms.map((name) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`));
  allow(role, ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'], standing);
  allow(role, ['cloudwatch:GetMetricData', 'elasticloadbalancing:DescribeRules'], ['*']);
  acknowledgeAnything(role, 'IAM knows no resource for metrics, nor for a load balancer that is only described');
  acknowledgeNames(role, standing);
}

/** Lets `role` read the stage's ledger, add what became of releases, and tell who vouches for the rest. */
export function mayKeepLedger(role: iam.Role, own: KeyPlace, before: KeyPlace | undefined): void {
  const { stage, account, region } = own;
  allow(role, ['dynamodb:Query', 'dynamodb:PutItem'], [`arn:aws:dynamodb:${region}:${account}:table/${ledgerTable(stage)}`]);
  mayVouch(role, { ...own, signer: 'verdict' });
  mayCheck(role, { ...own, signer: 'build' });
  if (before !== undefined) mayCheck(role, { ...before, signer: 'verdict' });
  acknowledgeNames(role, [keysOf(own), ...(before === undefined ? [] : [keysOf(before)])], 'KMS chooses the id of a key; a condition names the alias by which it has to be used');
}

/** Lets `role` run task definitions of one family as tasks of their own. */
export function mayMigrate(role: iam.Role, family: string, { ecsService, names }: RolledOut): void {
  const { partition, region, account } = Stack.of(role);
  const tasks = tasksOf(role, names);
  const migrations = `arn:${partition}:ecs:${region}:${account}:task-definition/${family}:*`;
  allow(role, ['ecs:RunTask'], [migrations], inCluster(ecsService));
  allow(role, ['ecs:DescribeTasks'], [tasks]);
  acknowledgeNames(role, [tasks, migrations]);
}

/** Lets `role` move the lease on a queue, and end workers that nobody will need again. It makes none: releases bring their own. */
export function mayHandOver(role: iam.Role, leaseTable: ITable, { ecsService, names }: RolledOut): void {
  const workers = workersOf(role, names);
  allow(role, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [leaseTable.tableArn]);
  allow(role, ['ecs:DescribeServices', 'ecs:DeleteService'], [workers]);
  // Knows no resource but a condition: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  allow(role, ['ecs:ListServices'], ['*'], inCluster(ecsService));
  acknowledgeNames(role, [workers]);
}

function allow(role: iam.Role, actions: string[], resources: string[], conditions: Record<string, object> = {}): void {
  role.addToPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
}

const inCluster = ({ cluster }: ecs.FargateService) => ({ ArnEquals: { 'ecs:cluster': cluster.clusterArn } });

const acknowledgeAnything = (role: iam.Role, reason: string): void =>
  Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });

const GIVEN = 'What stands before the last part of these names is this one service, cluster or stack; the last part is made by AWS or by a release';

function acknowledgeNames(role: iam.Role, arns: readonly string[], reason = GIVEN): void {
  Validations.of(role).acknowledge(...arns.map((arn) => ({
    id: `AwsSolutions-IAM5[Resource::${arn}]`,
    reason,
  })));
}
