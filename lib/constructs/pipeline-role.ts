import { DefaultStackSynthesizer, type Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { pipelineRoleName, readerRoleName } from '../core/delivery/names';
import { ledgerTable } from '../core/ledger/names';
import { roleArn } from './principals';
import { keysOf, mayCheck, mayVouch } from './signing-key';

export interface PipelineRoleProps {
  readonly stage: string;
  /** Who takes the role on, and how that is proven. */
  readonly workflow: iam.IPrincipal;
  /** Has to outlast `cdk deploy`, which waits for a release: credentials of a role cannot be renewed by it. */
  readonly session: Duration;
  readonly boundary: iam.IManagedPolicy;
  /** Names of the repositories of releases. */
  readonly repositories: readonly string[];
  /** The stage whose releases come here: its images are copied, and its word is verified. @default - releases begin here */
  readonly promotesFrom?: { readonly stage: string; readonly account: string; readonly region: string; readonly repositories: readonly string[] };
}

const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'];
const push = [...pull, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];

/** What the pipeline of a stage may do: push images, add to the ledger, deploy with CDK, and look at how releases go. */
export class PipelineRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, { stage, workflow, session, boundary, repositories, promotesFrom }: PipelineRoleProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.role = new iam.Role(this, 'Role', {
      roleName: pipelineRoleName(stage),
      description: `The pipeline of ${stage}, and nobody else`,
      assumedBy: workflow,
      maxSessionDuration: session,
      permissionsBoundary: boundary,
    });
    this.allow(['sts:AssumeRole'], ['deploy', 'file-publishing'].map((what) => bootstrapRole(what, account, region)));
    this.allow(['ecr:GetAuthorizationToken'], ['*']);
    this.allow(push, repositories.map((name) => `arn:aws:ecr:${region}:${account}:repository/${name}`));
    this.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [`arn:aws:dynamodb:${region}:${account}:table/${ledgerTable(stage)}`]);
    mayVouch(this.role, { stage, signer: 'build', account, region });
    mayCheck(this.role, { stage, signer: 'verdict', account, region });
    this.mayLook(stage, account, region);
    if (promotesFrom !== undefined) {
      const { stage: from, repositories: theirs, ...place } = promotesFrom;
      this.allow(['sts:AssumeRole'], [roleArn(place.account, readerRoleName(from))]);
      this.allow(pull, theirs.map((name) => `arn:aws:ecr:${place.region}:${place.account}:repository/${name}`));
      mayCheck(this.role, { stage: from, signer: 'verdict', ...place });
      mayCheck(this.role, { stage: from, signer: 'build', ...place });
    }
    acknowledge(this.role, [keysOf({ account, region }), ...(promotesFrom === undefined ? [] : [keysOf(promotesFrom)])], 'KMS chooses the id of a key; a condition names the alias by which it has to be used');
  }

  /** What `changeover status` and `changeover wait` ask. */
  private mayLook(stage: string, account: string, region: string): void {
    const named = [
      `arn:aws:cloudformation:${region}:${account}:stack/${stage}-*/*`, `arn:aws:codedeploy:${region}:${account}:deploymentgroup:${stage}-*/*`, `arn:aws:ecs:${region}:${account}:service/${stage}-*/*`,
    ] as const;
    const [stacks, groups, ecsServices] = named;
    this.allow(['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'], [stacks]);
    this.allow(['codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup', 'codedeploy:ListDeployments'], [groups]);
    this.allow(['ecs:DescribeServices'], [ecsServices]);
    this.allow(['cloudwatch:DescribeAlarms', 'codedeploy:GetDeploymentTarget', 'codedeploy:ListDeploymentTargets', 'ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeRules'], ['*']);
    acknowledge(this.role, [...named], 'The names of stacks, and of what CloudFormation names after them, begin with that of the stage');
    acknowledge(this.role, ['*'], 'A token is for the whole registry; what only reads knows no resource, or none that is known before');
  }

  private allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  }
}

/** A role that `cdk bootstrap` makes: https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const bootstrapRole = (what: string, account: string, region: string): string =>
  `arn:aws:iam::${account}:role/cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-${what}-role-${account}-${region}`;

function acknowledge(role: iam.Role, resources: readonly string[], reason: string): void {
  Validations.of(role).acknowledge(...resources.map((resource) => ({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })));
}
