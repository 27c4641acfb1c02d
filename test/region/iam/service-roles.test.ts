import { Opened } from '../../../lib/edge/processes/opened';
import { containerAccess } from '../../../lib/region/ecs/access';
import { container, definition, NETWORK } from '../support/stage';
import { PLACE } from '../support/resource-request';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let cluster: string;
beforeAll(async () => {
  region = await startTestRegion(opened, 5_000);
  await region.make('AWS::Logs::LogGroup', { LogGroupName: '/test/api' });
  cluster = (await region.make('AWS::ECS::Cluster', { ClusterName: 'roles' })).physicalId;
});
afterAll(() => opened[Symbol.asyncDispose]());

type Properties = Readonly<Record<string, unknown>>;
const document = (...Statement: object[]): object => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | readonly string[], Resource = '*'): object => ({ Effect: 'Allow', Action, Resource });
const WRITE = allow(['logs:CreateLogStream', 'logs:PutLogEvents']);

async function role(service: string, statements: readonly object[], condition: object = {}): Promise<string> {
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service }, Condition: condition });
  return String((await region.make('AWS::IAM::Role', { AssumeRolePolicyDocument: trust, Policies: statements.length === 0 ? [] : [{ PolicyName: 'own', PolicyDocument: document(...statements) }] })).attributes['Arn']);
}

/** Why a task of the definition stopped. */
async function stoppedReason(properties: Properties, more: Properties = {}): Promise<string> {
  const { physicalId } = await region.make('AWS::ECS::TaskDefinition', definition([container('process.exit(0)', more)], properties));
  const task = region.ecs.run(region.ecs.definition(physicalId), region.ecs.cluster(cluster).arn, '', 'family:test');
  return until('the task has stopped', () => (task.state.at === 'STOPPED' ? task.state.because.reason : undefined));
}

const ENDED = 'Essential container in task exited';

describe('a task', () => {
  test('needs an execution role that ECS may take on and that may write its log', async () => {
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE]) })).toBe(ENDED);
    const untrusting = await role('lambda.amazonaws.com', [WRITE]);
    expect(await stoppedReason({ ExecutionRoleArn: untrusting })).toContain(`ECS was unable to assume the role '${untrusting}'`);
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', []) })).toMatch(/^ResourceInitializationError: failed to validate logger args: .*AccessDeniedException: User: .*logs:CreateLogStream on resource: arn:aws:logs:.*:log-group:\/test\/api:log-stream:api\/api\//);
  });

  test('is only of its own account\'s cluster, if the role says so', async () => {
    const source = (account: string): object => ({ StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': `arn:aws:ecs:${PLACE.region}:${account}:*` } });
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE], source(PLACE.account)) })).toBe(ENDED);
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE], source('999999999999')) })).toContain('unable to assume the role');
  });

  test('needs a task role that it may take on', async () => {
    const ExecutionRoleArn = await role('ecs-tasks.amazonaws.com', [WRITE]);
    expect(await stoppedReason({ ExecutionRoleArn, TaskRoleArn: await role('ecs-tasks.amazonaws.com', []) })).toBe(ENDED);
    expect(await stoppedReason({ ExecutionRoleArn, TaskRoleArn: await role('lambda.amazonaws.com', []) })).toContain('unable to assume the role');
    expect(await stoppedReason({ ExecutionRoleArn, TaskRoleArn: `arn:aws:iam::${PLACE.account}:role/gone` })).toContain('unable to assume the role');
  });

  test('needs permission for each of its secrets', async () => {
    const { physicalId: secret } = await region.make('AWS::SecretsManager::Secret', { SecretString: 'hush' });
    const Secrets = [{ Name: 'SECRET', ValueFrom: secret }];
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE, allow('secretsmanager:GetSecretValue', secret)]) }, { Secrets })).toBe(ENDED);
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE]) }, { Secrets })).toMatch(/^ResourceInitializationError: unable to pull secrets .*is not authorized to perform: secretsmanager:GetSecretValue/);
  });

  test('needs permission for the image of a private repository', async () => {
    const Image = `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com/shop/api:1`;
    const pull = (repository: string) => allow(['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'], `arn:aws:ecr:${PLACE.region}:${PLACE.account}:repository/${repository}`);
    const login = allow('ecr:GetAuthorizationToken');
    // It may pull, and nobody has pushed.
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE, login, pull('shop/api')]) }, { Image })).toMatch(/^CannotPullContainerError: .*not found/);
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE, login, pull('shop/other')]) }, { Image })).toContain('is not authorized to perform: ecr:BatchCheckLayerAvailability');
    expect(await stoppedReason({ ExecutionRoleArn: await role('ecs-tasks.amazonaws.com', [WRITE, pull('shop/api')]) }, { Image })).toContain('is not authorized to perform: ecr:GetAuthorizationToken');
  });
});

describe('whoever starts a task', () => {
  test('passes its roles, and to ECS only', async () => {
    const [execution, caller] = [await role('ecs-tasks.amazonaws.com', [WRITE]), 'arn:aws:sts::111122223333:assumed-role/starter/one'];
    const { physicalId: taskDefinition } = await region.make('AWS::ECS::TaskDefinition', definition([container('process.exit(0)')], { ExecutionRoleArn: execution }));
    const run = async (...statements: object[]): Promise<string> => {
      const arn = await role('lambda.amazonaws.com', statements);
      const input = { cluster, taskDefinition, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: NETWORK.AwsvpcConfiguration.Subnets } } };
      try {
        region.permissions.demand(arn, caller, PLACE.region, containerAccess(region.ecs)['RunTask']?.(input, PLACE) ?? []);
        return 'may';
      } catch (thrown) {
        return String((thrown as Error).message.match(/perform: (\S+) on/)?.[1]);
      }
    };
    const start = allow('ecs:RunTask', `${taskDefinition.replace(/:\d+$/, '')}:*`);
    const pass = (service: string) => ({ ...allow('iam:PassRole', execution), Condition: { StringEquals: { 'iam:PassedToService': service } } });
    expect([await run(start, pass('ecs-tasks.amazonaws.com')), await run(start), await run(start, pass('lambda.amazonaws.com')), await run(pass('ecs-tasks.amazonaws.com'))]).toEqual(['may', 'iam:PassRole', 'iam:PassRole', 'ecs:RunTask']);
  });
});

describe('a function', () => {
  const make = (Role: string, more: Properties = {}) => region.make('AWS::Lambda::Function', { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { S3Bucket: 'assets', S3Key: 'bundle.zip' }, Role, ...more });
  beforeAll(() => region.objects.put('assets', 'bundle.zip', region.directory));
  const VPC = { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };

  test('needs a role that Lambda may take on', async () => {
    await make(await role('lambda.amazonaws.com', []));
    await expect(make(await role('ecs-tasks.amazonaws.com', []))).rejects.toMatchObject({ code: 'InvalidParameterValueException', message: 'The role defined for the function cannot be assumed by Lambda.' });
  });

  test('in a VPC needs one that may have network interfaces', async () => {
    await expect(make(await role('lambda.amazonaws.com', []), VPC)).rejects.toMatchObject({ message: expect.stringMatching(/^The provided execution role does not have permissions to call CreateNetworkInterface, .* on EC2$/) });
    const managed = await region.make('AWS::IAM::Role', {
      AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }), ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
    });
    await make(String(managed.attributes['Arn']), VPC);
  });
});
