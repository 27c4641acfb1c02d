import type { Policy } from '../../core/policy/policy';
import { readPolicy } from '../../core/policy/read-policy';

const allow = (actions: readonly string[], more: object = {}): object => ({ Effect: 'Allow', Action: actions, Resource: '*', ...more });
const WRITE_LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const VPC = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];

/** Of the services that the region has; the whole document names every one of AWS. */
const READ_ONLY = [
  ...['cloudformation', 'cloudwatch', 'codedeploy', 'ecs', 'elasticloadbalancing', 'logs', 's3', 'states'].flatMap((service) => [`${service}:Describe*`, `${service}:Get*`, `${service}:List*`]), 'codedeploy:BatchGet*',
  'ssm:Describe*', 'ssm:Get*', 'ssm:List*', 'sqs:Get*', 'sqs:List*', 'sns:Get*', 'sns:List*', 'dynamodb:BatchGet*', 'dynamodb:Describe*', 'dynamodb:Get*', 'dynamodb:List*', 'dynamodb:Query', 'dynamodb:Scan', 'logs:FilterLogEvents', 'cloudtrail:LookupEvents', 'secretsmanager:Describe*', 'secretsmanager:List*', 'sts:GetCallerIdentity',
];

/** What CodeDeploy does for ECS, and in the broader of the two policies on anything. */
const deploy = (functions: string, roles: object): readonly object[] => [
  allow([
    'ecs:DescribeServices', 'ecs:CreateTaskSet', 'ecs:UpdateServicePrimaryTaskSet', 'ecs:DeleteTaskSet', 'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:ModifyListener', 'elasticloadbalancing:DescribeRules', 'elasticloadbalancing:ModifyRule', 'cloudwatch:DescribeAlarms', 'sns:Publish', 's3:GetObject', 's3:GetObjectVersion',
  ]),
  allow(['lambda:InvokeFunction'], { Resource: functions }),
  allow(['iam:PassRole'], roles),
];

/** Documents as AWS publishes them (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html), by what follows `policy/`. */
const DOCUMENTS: Readonly<Record<string, readonly object[]>> = {
  AWSCodeDeployRoleForECS: deploy('*', { Condition: { StringLike: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } } }),
  AWSCodeDeployRoleForECSLimited: deploy('arn:aws:lambda:*:*:function:CodeDeployHook_*', {
    Resource: ['arn:aws:iam::*:role/ecsTaskExecutionRole', 'arn:aws:iam::*:role/ECSTaskExecution*'], Condition: { StringLike: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
  }),
  'service-role/AmazonECSTaskExecutionRolePolicy': [allow(['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', ...WRITE_LOGS])],
  'service-role/AWSLambdaBasicExecutionRole': [allow(['logs:CreateLogGroup', ...WRITE_LOGS])],
  'service-role/AWSLambdaVPCAccessExecutionRole': [allow(['logs:CreateLogGroup', ...WRITE_LOGS, ...VPC])],
  'service-role/AmazonRDSEnhancedMonitoringRole': [
    allow(['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], { Resource: 'arn:aws:logs:*:*:log-group:RDS*' }),
    allow([...WRITE_LOGS, 'logs:DescribeLogStreams', 'logs:GetLogEvents'], { Resource: 'arn:aws:logs:*:*:log-group:RDS*:log-stream:*' }),
  ],
  AWSCloudFormationReadOnlyAccess: [allow(['cloudformation:Describe*', 'cloudformation:EstimateTemplateCost', 'cloudformation:Get*', 'cloudformation:List*', 'cloudformation:ValidateTemplate', 'cloudformation:Detect*'])],
  ReadOnlyAccess: [allow(READ_ONLY)],
  AdministratorAccess: [allow(['*'])],
};

/** A policy that AWS keeps; nothing for one whose document the region does not know. */
export function awsManagedPolicy(arn: string): Policy | undefined {
  const [, name = ''] = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  if (!Object.hasOwn(DOCUMENTS, name)) return undefined;
  const read = readPolicy(name, { Version: '2012-10-17', Statement: DOCUMENTS[name] }, 'identity');
  return read.ok ? read.value : undefined;
}
