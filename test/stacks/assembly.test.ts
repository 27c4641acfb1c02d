import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { stageApp } from '../../lib/stacks/stage-app';
import { anApp, stageProps, stages } from './support/synthesize';
import { type CfnTemplate, ofType, only, textsIn } from './support/template';

const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-assembly-'));
const app = anApp(outdir);
for (const stage of stages()) stageApp(app, stageProps(stage));
const assembly = app.synth();
const template = (name: string) => assembly.getStackByName(name).template as CfnTemplate;

afterAll(() => rmSync(outdir, { recursive: true }));

test('each stack depends on those that have to be there before it', () => {
  const before = (name: string) =>
    assembly.getStackByName(name).dependencies.map(({ id }) => id).filter((id) => !id.endsWith('.assets')).sort();
  expect(before('production-Delivery')).toEqual([]);
  expect(before('production-Foundation')).toEqual([]);
  expect(before('production-Network')).toEqual(['production-Foundation']);
  expect(before('production-Data')).toEqual(expect.arrayContaining(['production-Network']));
  expect(before('production-Api')).toEqual(expect.arrayContaining(['production-Data']));
  expect(before('production-ApiRelease')).toEqual(['production-Api']);
  expect(before('production-Auxiliary')).toEqual(expect.arrayContaining(['production-Data']));
  expect(before('production-AuxiliaryRelease')).toEqual(['production-Auxiliary']);
  expect(before('production-Observability')).toEqual(expect.arrayContaining(['production-Api', 'production-Auxiliary', 'production-Data']));
});

test('nothing of the API depends on the auxiliary tier, and nothing of that on the API', () => {
  for (const stack of assembly.stacks.filter(({ stackName }) => /-(Api|Data|Network|Foundation)/.test(stackName))) {
    expect(stack.dependencies.map(({ id }) => id).filter((id) => id.includes('Auxiliary'))).toEqual([]);
  }
  for (const stack of assembly.stacks.filter(({ stackName }) => stackName.includes('-Auxiliary'))) {
    expect(stack.dependencies.map(({ id }) => id).filter((id) => id.includes('-Api'))).toEqual([]);
  }
});

test('nothing depends on the stack that looks at everything', () => {
  expect(assembly.stacks.flatMap(({ dependencies }) => dependencies.map(({ id }) => id)).filter((id) => id.endsWith('Observability'))).toEqual([]);
});

test('a person deploys the stack of the pipeline, without the bootstrap; all others go by its roles', () => {
  for (const { stackName, assumeRoleArn, cloudFormationExecutionRoleArn } of assembly.stacks) {
    const byPipeline = !stackName.endsWith('-Delivery');
    expect([stackName, assumeRoleArn !== undefined, cloudFormationExecutionRoleArn !== undefined]).toEqual([stackName, byPipeline, byPipeline]);
  }
  expect(assembly.stacks.flatMap(({ dependencies }) => dependencies.map(({ id }) => id)).filter((id) => id.endsWith('-Delivery'))).toEqual([]);
});

test('no stage depends on another', () => {
  for (const stack of assembly.stacks) {
    const [stage] = stack.stackName.split('-');
    for (const { id } of stack.dependencies) expect(id).toMatch(new RegExp(`^${stage}-`));
  }
});

test('each stack is for its own account, and asks nobody for anything at synthesis', () => {
  expect(new Set(assembly.stacks.map(({ environment }) => environment.name))).toEqual(new Set([
    'aws://111111111111/ap-northeast-2', 'aws://222222222222/ap-northeast-2',
  ]));
  expect(assembly.manifest.missing).toBeUndefined();
});

test.each([
  ['Delivery', 'delivery', 'topology'], ['Foundation', 'foundation', 'topology'], ['Network', 'network', 'topology'], ['Data', 'data', 'topology'],
  ['Api', 'api', 'topology'], ['ApiRelease', 'api', 'release'], ['Auxiliary', 'auxiliary', 'topology'],
  ['AuxiliaryRelease', 'auxiliary', 'release'], ['Observability', 'observability', 'topology'],
])('%s says that it is %s, on the axis %s', (stack, tier, axis) => {
  expect(template(`production-${stack}`).Metadata?.['changeover:stack']).toMatchObject({ stage: 'production', tier, axis });
});

test('each service says what traffic it is made for, and where', () => {
  expect(template('production-Api').Metadata?.['changeover:stack'])
    .toMatchObject({ expectedPeak: 5, service: 'api', domain: 'api.points.example.com' });
  expect(template('production-Auxiliary').Metadata?.['changeover:stack'])
    .toMatchObject({ expectedPeak: 3, service: 'auxiliary', domain: 'shops.points.example.com' });
});

test('topology is protected from being deleted, and a release is not, because a failed first one has to be', () => {
  const isProtected = assembly.stacks.filter(({ terminationProtection }) => terminationProtection).map(({ stackName }) => stackName);
  expect(isProtected).toEqual(assembly.stacks.map(({ stackName }) => stackName).filter((name) => !name.endsWith('Release')));
});

test('no stack has tags, which CloudFormation would put on everything in it', () => {
  expect(assembly.stacks.flatMap(({ tags }) => Object.keys(tags))).toEqual([]);
});

describe('the foundation', () => {
  const foundation = template('production-Foundation');

  test('lets CloudWatch speak through its encrypted topic', () => {
    const key = only(foundation, 'AWS::KMS::Key', 'KeysNotices').Properties['KeyPolicy'].Statement;
    expect(key).toContainEqual({
      Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*',
    });
    const topic = only(foundation, 'AWS::SNS::TopicPolicy').Properties['PolicyDocument'].Statement;
    expect(topic).toContainEqual(expect.objectContaining({
      Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' },
    }));
  });

  test('encrypts every log of the stage with a key that CloudWatch Logs may use for this account only', () => {
    expect(only(foundation, 'AWS::KMS::Key', 'KeysLogs').Properties['KeyPolicy'].Statement).toContainEqual(expect.objectContaining({
      Principal: { Service: 'logs.ap-northeast-2.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:ap-northeast-2:222222222222:log-group:*' } },
    }));
    const groups = assembly.stacks.flatMap((stack) => ofType(stack.template as CfnTemplate, 'AWS::Logs::LogGroup'));
    expect(groups.length).toBe(32);
    for (const { Properties } of groups) expect(Properties).toHaveProperty('KmsKeyId');
  });

  test('keeps logs and keys that exist, and gives up the names of those whose creation fails', () => {
    const kept = ['AWS::Logs::LogGroup', 'AWS::KMS::Key', 'AWS::S3::Bucket'].flatMap((type) => ofType(foundation, type));
    for (const { DeletionPolicy } of kept) expect(DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('lets load balancers write below their prefix, and nobody read', () => {
    const statements = only(foundation, 'AWS::S3::BucketPolicy').Properties['PolicyDocument'].Statement;
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([{ Action: 's3:PutObject' }, { Action: 's3:PutObject' }]);
    expect(allowed.map(({ Resource }: { Resource: unknown }) => textsIn(Resource).at(-1)))
      .toEqual(['/api/AWSLogs/222222222222/*', '/auxiliary/AWSLogs/222222222222/*']);
  });
});

describe('the functions of a release', () => {
  const api = template('production-Api');
  const variables = (prefix: string) => only(api, 'AWS::Lambda::Function', prefix).Properties['Environment']['Variables'];

  test('the deployment function is told what to roll out, where, and for how long', () => {
    expect(variables('Releases')).toMatchObject({
      APPLICATION: { Ref: only(api, 'AWS::CodeDeploy::Application').id },
      DEPLOYMENT_GROUP: { Ref: only(api, 'AWS::CodeDeploy::DeploymentGroup').id },
      CLUSTER: { Ref: only(api, 'AWS::ECS::Cluster').id },
      SERVICE: { 'Fn::GetAtt': [only(api, 'AWS::ECS::Service').id, 'Name'] },
      STATE_MACHINE_ARN: 'arn:aws:states:ap-northeast-2:222222222222:stateMachine:production-api-deployment',
      HOOKS: '{"AfterInstall":"CodeDeployHook_production-api-identity","AfterAllowTestTraffic":"CodeDeployHook_production-api-probe","AfterAllowTraffic":"CodeDeployHook_production-api-evidence"}',
      LIMITS: '{"migrationsMinutes":5,"installMinutes":10,"totalMinutes":55}',
    });
    expect(only(api, 'AWS::Lambda::Function', 'Releases').Properties).not.toHaveProperty('VpcConfig');
  });

  test('the network of new tasks is a JSON text once its values are known', () => {
    const [, parts] = variables('Releases')['NETWORK']['Fn::Join'] as [string, (string | object)[]];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'id')).join('');
    expect(JSON.parse(text)).toEqual({ subnets: ['id', 'id', 'id'], securityGroups: ['id'], assignPublicIp: 'DISABLED' });
  });

  test('the hook reaches green by the test listener, under the name that the certificate is for', () => {
    const balancer = only(api, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(variables('Probe')).toMatchObject({
      TEST_URL: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [balancer.id, 'DNSName'] }, ':8443']] },
      SERVER_NAME: 'api.points.example.com', PROBER_PORT: '5432', PROBER_USER: 'points_prober', DATABASE: 'points', LANES: '24',
    });
    expect(only(api, 'AWS::Lambda::Function', 'Probe').Properties).toHaveProperty('VpcConfig');
  });

  test('the log of the state machine does not hold the address that answers CloudFormation', () => {
    expect(only(api, 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      StateMachineName: 'production-api-deployment',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });
});
