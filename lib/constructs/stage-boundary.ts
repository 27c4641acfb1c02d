import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { boundaryName, executionPolicyName } from '../core/delivery/names';
import { ledgerTable, signingAlias } from '../core/ledger/names';

export interface StageBoundaryProps {
  readonly stage: string;
  /** The name of the role of the pipeline, which may not change itself. */
  readonly pipeline: string;
  /** Names of the stacks that only a person deploys. */
  readonly deployedByPeople: readonly string[];
  /** Names of the repositories of releases. */
  readonly repositories: readonly string[];
}

/**
 * What nobody does who comes by the pipeline, whatever else is allowed: take away what a stage is restored from or judged by, and change
 * who may deploy it.
 *
 * It is the permissions boundary of the pipeline's role and of the role in which CloudFormation works, so it allows everything that it
 * does not deny: a boundary gives nothing by itself.
 */
export class StageBoundary extends Construct {
  readonly policy: iam.ManagedPolicy;

  constructor(scope: Construct, id: string, { stage, pipeline, deployedByPeople, repositories }: StageBoundaryProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const identity = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
    const own = identity(`policy/${boundaryName(stage)}`);
    const deny = (sid: string, actions: string[], resources: string[] = ['*'], conditions?: Record<string, object>): iam.PolicyStatement =>
      new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions, resources, ...(conditions && { conditions }) });
    this.policy = new iam.ManagedPolicy(this, 'Policy', {
      managedPolicyName: boundaryName(stage),
      description: `What nobody does in ${stage} who comes by the pipeline`,
      statements: [
        new iam.PolicyStatement({ sid: 'EverythingElse', actions: ['*'], resources: ['*'] }),
        deny('Boundaries', ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary']),
        deny('OtherBoundaries', ['iam:PutRolePermissionsBoundary'], ['*'], { StringNotEquals: { 'iam:PermissionsBoundary': own } }),
        deny('People', ['iam:*User*', 'iam:*AccessKey*', 'iam:*LoginProfile*', 'iam:*Group*', 'iam:*SAMLProvider*', 'iam:*OpenIDConnectProvider*']),
        deny('WhoDeploys', [
          'iam:AttachRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:DeleteRole',
          'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicyVersion', 'iam:DeletePolicy',
        ], [identity('role/cdk-*'), identity(`role/${pipeline}`), own, identity(`policy/${executionPolicyName(stage)}`)]),
        deny('ByPeople', ['cloudformation:Create*', 'cloudformation:Update*', 'cloudformation:Delete*', 'cloudformation:Execute*', 'cloudformation:SetStackPolicy'],
          [...deployedByPeople, 'CDKToolkit'].map((name) => `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`)),
        deny('Keys', ['kms:ScheduleKeyDeletion']),
        deny('SigningKeys', ['kms:PutKeyPolicy', 'kms:DisableKey', 'kms:*Alias', 'kms:CreateGrant'], ['*'], {
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': (['build', 'verdict'] as const).map((signer) => signingAlias(stage, signer)) },
        }),
        deny('Data', ['rds:Delete*', 'backup:Delete*', 'backup:UpdateRecoveryPointLifecycle', 'dynamodb:DeleteBackup']),
        deny('Ledger', ['dynamodb:Delete*', 'dynamodb:Update*', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQL*', 'dynamodb:PutResourcePolicy'],
          [`arn:aws:dynamodb:${region}:${account}:table/${ledgerTable(stage)}`]),
        deny('Images', ['ecr:BatchDeleteImage', 'ecr:Delete*', 'ecr:PutImageTagMutability', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy'],
          repositories.map((name) => `arn:aws:ecr:${region}:${account}:repository/${name}`)),
        deny('Records', [
          'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors',
          'config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder', 'config:DeleteDeliveryChannel',
        ]),
      ],
    });
    Validations.of(this.policy).acknowledge(
      { id: 'AwsSolutions-IAM5[Action::*]', reason: 'A permissions boundary allows nothing by itself: this one is there for what it denies' },
      { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'A permissions boundary allows nothing by itself: this one is there for what it denies' },
    );
  }
}
