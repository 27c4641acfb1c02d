import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundledCode } from './bundled-code';

export interface BundledFunctionProps {
  /** Fixed, where others say by its name what the role may do before it is made. @default - CloudFormation chooses it */
  readonly roleName?: string;
  /** Fixed, because others build the function's ARN from it; another name is another function. */
  readonly functionName: string;
  readonly description: string;
  /** The file with `handler`, relative to the repository, such as `lambda/deployment/handler.ts`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly logs: FunctionLogs;
  /** Constants put in at build time: the name of an identifier to its value as source text. */
  readonly define?: Readonly<Record<string, string>>;
  /** @default - outside any VPC: the function reaches AWS and the internet, and no database */
  readonly network?: FunctionNetwork;
}

export interface FunctionLogs {
  readonly retention: logs.RetentionDays;
  readonly key: IKey;
}

export interface FunctionNetwork {
  readonly vpc: ec2.IVpc;
  /** Must have a way out: the function answers CloudFormation and CodeDeploy over the internet. */
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
}

/** A Lambda function with a role and a log group of its own; it may do nothing but write its log until its role is given more. */
export class BundledFunction extends Construct {
  readonly role: iam.Role;
  readonly functionArn: string;
  /** What it writes. */
  readonly log: logs.ILogGroup;
  private readonly code: lambda.Function;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const logGroup = this.log = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: props.logs.retention,
      encryptionKey: props.logs.key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), ...(props.roleName !== undefined && { roleName: props.roleName }),
    });
    this.role.addToPolicy(new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }));
    if (props.network !== undefined) this.allowNetworkInterfaces();

    this.code = new lambda.Function(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: bundledCode(props.entry, props.define),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_22_X,
      architecture: lambda.Architecture.ARM_64,
      role: this.role,
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      logGroup,
      ...(props.network && { vpc: props.network.vpc, vpcSubnets: props.network.subnets, securityGroups: [props.network.securityGroup] }),
    });
    this.functionArn = this.code.functionArn;
    Validations.of(this.code).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'Node 22 is a runtime with long-term support, and the one that the rehearsal runs these bundles on',
    });
  }

  /** Adds a variable that is only known after the function has been made. */
  tell(variable: string, value: string): void {
    this.code.addEnvironment(variable, value);
  }

  /** Lambda itself makes and removes the network interfaces, with the function's role; these calls know no resource. */
  private allowNetworkInterfaces(): void {
    this.role.addToPolicy(new iam.PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    }));
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda makes network interfaces as it needs them, so there is none to name; a call that only reads may know no resource',
    });
  }
}

/** The ARN of a function by its fixed name, for places that must not depend on the function itself. */
export function functionArnOf(scope: Construct, functionName: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
}
