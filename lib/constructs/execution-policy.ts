import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { executionPolicyName } from '../core/delivery/names';

/** What the stacks of a stage are made of. */
const services = [
  'application-autoscaling', 'cloudformation', 'cloudwatch', 'codedeploy', 'dynamodb', 'ec2', 'ecs', 'elasticloadbalancing', 'events', 'kms', 'lambda', 'logs', 'rds', 's3', 'secretsmanager',
  'serverlessrepo', 'sns', 'sqs', 'ssm', 'states',
];

const onRoles = [
  'AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'ListRolePolicies', 'ListRoleTags',
  'PassRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'TagRole', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription',
].map((action) => `iam:${action}`);

/**
 * What CloudFormation may do when it deploys stacks of a stage, in the place of an administrator's permissions, which CDK's bootstrap
 * would give it: the services that there are, and roles whose names begin as those of the stage's stacks do.
 */
export class ExecutionPolicy extends Construct {
  readonly policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: string }) {
    super(scope, id);
    const { account } = Stack.of(this);
    const roles = [`arn:aws:iam::${account}:role/${stage}-*`, `arn:aws:iam::${account}:role/aws-service-role/*`];
    const [own, linked] = roles as [string, string];
    this.policy = new iam.ManagedPolicy(this, 'Policy', {
      managedPolicyName: executionPolicyName(stage),
      description: `What CloudFormation may do in ${stage}`,
      statements: [
        new iam.PolicyStatement({ sid: 'Services', actions: services.map((service) => `${service}:*`), resources: ['*'] }),
        new iam.PolicyStatement({ sid: 'Roles', actions: onRoles, resources: [own] }),
        new iam.PolicyStatement({ sid: 'RolesOfServices', actions: ['iam:CreateServiceLinkedRole', 'iam:GetRole'], resources: [linked] }),
      ],
    });
    Validations.of(this.policy).acknowledge(
      ...services.map((service) => ({ id: `AwsSolutions-IAM5[Action::${service}:*]`, reason: 'CloudFormation makes, changes and reads things of this service; what it must never do the boundary of its role denies' })),
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'CloudFormation chooses the names of most of what it makes' },
      ...roles.map((role) => ({ id: `AwsSolutions-IAM5[Resource::${role}]`, reason: 'CloudFormation begins the name of a role with that of its stack; roles of services are AWS\'s own' })),
    );
  }
}
