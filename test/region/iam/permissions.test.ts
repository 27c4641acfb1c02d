import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dice } from '../../../lib/core/chance';
import { Opened } from '../../../lib/edge/processes/opened';
import { accessTables } from '../../../lib/region/access-tables';
import { authorizer } from '../../../lib/region/iam/authorize';
import { Permissions, sessionArnOf } from '../../../lib/region/iam/permissions';
import { identifiers } from '../../../lib/region/identifiers';
import { Keys } from '../../../lib/region/kms/keys';
import { Secrets } from '../../../lib/region/secretsmanager/secrets';
import { servicesOf } from '../../../lib/region/services';
import { Executions } from '../../../lib/region/states/executions';
import { PLACE } from '../support/resource-request';
import { roleArn, startTestRegion, type TestRegion } from '../support/test-region';

const opened = new Opened();
let region: TestRegion;
beforeAll(async () => { region = await startTestRegion(opened, 2_000); });
afterAll(() => opened[Symbol.asyncDispose]());

const document = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });
const trust = (service: string): object => document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } });
const policy = (PolicyDocument: object): object => ({ PolicyName: 'own', PolicyDocument });
const allow = (Action: string | readonly string[], Resource: string = '*', more: object = {}): object => ({ Effect: 'Allow', Action, Resource, ...more });

/** A role with policies, and clients that work in a session of it. */
async function roleWith(properties: object = {}) {
  const made = await region.make('AWS::IAM::Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...properties });
  const arn = String(made.attributes['Arn']);
  const settings = { ...region.client, credentials: region.identities.issue(sessionArnOf(arn, 'one'), arn), maxAttempts: 1 };
  const [sqs, secrets] = [new SQSClient(settings), new SecretsManagerClient(settings)];
  opened.add({ [Symbol.asyncDispose]: async () => { sqs.destroy(); secrets.destroy(); } });
  return {
    arn, name: made.physicalId,
    send: (QueueUrl: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })),
    read: (SecretId: string) => secrets.send(new GetSecretValueCommand({ SecretId })),
  };
}

const queue = async () => {
  const { physicalId: url, attributes } = await region.make('AWS::SQS::Queue', {});
  return { url, arn: String(attributes['Arn']) };
};

test('every operation of the region says what permission it needs', () => {
  const ids = identifiers(dice(1));
  const { clock, metrics, actions, alarms: { book } } = region;
  const [secrets, keys, executions] = [new Secrets(ids), new Keys(region.permissions), new Executions({ model: clock, wall: clock, ids, functions: region.functions, demand: () => undefined })];
  const services = servicesOf({ ...region, secrets, keys, executions, cloudwatch: { clock, metrics, actions, book } });
  const tables = accessTables({ ...region, secrets, keys });
  const without = Object.entries(services).flatMap(([service, operations]) => Object.keys(operations).filter((name) => tables[service]?.[name] === undefined).map((name) => `${service}.${name}`));
  expect(without).toEqual([]);
});

test('an operation without an entry is refused to a role, and it says that this is the region\'s mistake', () => {
  const authorize = authorizer(new Permissions(), {});
  const call = { service: 'Shop', operation: 'Buy', input: {}, caller: { accessKeyId: 'A', region: 'r', principal: 'p' } };
  expect(() => authorize({ ...call, caller: { ...call.caller, role: 'arn:aws:iam::111122223333:role/x' } })).toThrow('the region does not know what permission Buy of Shop needs');
  expect(() => authorize(call)).not.toThrow();
});

test('a role without a policy is refused in AWS\'s words', async () => {
  const [{ send, name }, { url, arn }] = [await roleWith(), await queue()];
  await expect(send(url)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::${PLACE.account}:assumed-role/${name}/one is not authorized to perform: sqs:SendMessage on resource: ${arn} because no identity-based policy allows the sqs:SendMessage action`,
  });
});

test('a policy of its own lets it, on what the policy names', async () => {
  const [one, other] = [await queue(), await queue()];
  const { send } = await roleWith({ Policies: [policy(document(allow('sqs:SendMessage', one.arn)))] });
  await send(one.url);
  await expect(send(other.url)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('so do a policy that is put on it later, a policy of a customer, and one of AWS, until they go', async () => {
  const { url } = await queue();
  const role = await roleWith();
  const managed = await region.make('AWS::IAM::ManagedPolicy', { PolicyDocument: document(allow('sqs:SendMessage')) });
  await region.make('AWS::IAM::Policy', { PolicyName: 'later', Roles: [role.name], PolicyDocument: document(allow('sqs:SendMessage')) });
  await role.send(url);
  await (await roleWith({ ManagedPolicyArns: [managed.physicalId] })).send(url);
  const administrator = await roleWith({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
  await administrator.send(url);
  region.permissions.roles.roles.get(administrator.arn)?.attached.clear();
  await expect(administrator.send(url)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a policy of AWS that the region does not know gives nothing, and is named', async () => {
  const { send } = await roleWith({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] });
  await expect(send((await queue()).url)).rejects.toMatchObject({ message: expect.stringContaining('(the region does not know the documents of arn:aws:iam::aws:policy/AmazonSQSFullAccess)') });
});

test('a boundary limits what policies give', async () => {
  const boundary = await region.make('AWS::IAM::ManagedPolicy', { PolicyDocument: document(allow('s3:*')) });
  const { send } = await roleWith({ Policies: [policy(document(allow('*')))], PermissionsBoundary: boundary.physicalId });
  await expect(send((await queue()).url)).rejects.toMatchObject({ message: expect.stringContaining('because no permissions boundary allows the sqs:SendMessage action') });
});

test('a queue\'s own policy lets a role in, or keeps it out', async () => {
  const [open, closed] = [await queue(), await queue()];
  const [nobody, somebody] = [await roleWith(), await roleWith({ Policies: [policy(document(allow('sqs:*')))] })];
  await region.make('AWS::SQS::QueuePolicy', { Queues: [open.url], PolicyDocument: document(allow('sqs:SendMessage', open.arn, { Principal: { AWS: nobody.arn } })) });
  await region.make('AWS::SQS::QueuePolicy', { Queues: [closed.url], PolicyDocument: document({ ...allow('sqs:*', closed.arn, { Principal: '*' }), Effect: 'Deny' }) });
  await nobody.send(open.url);
  await expect(somebody.send(closed.url)).rejects.toMatchObject({ message: expect.stringMatching(/with an explicit deny in a resource-based policy$/) });
});

test('a secret with a key needs the key too, through Secrets Manager only, and by the key\'s own policy', async () => {
  const key = await region.make('AWS::KMS::Key', { KeyPolicy: document(allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${PLACE.account}:root` } })) });
  const locked = await region.make('AWS::KMS::Key', { KeyPolicy: document(allow('kms:*', '*', { Principal: { AWS: roleArn('function') } })) });
  const [{ physicalId: open }, { physicalId: shut }] = [
    await region.make('AWS::SecretsManager::Secret', { SecretString: 'hush', KmsKeyId: key.attributes['Arn'] }), await region.make('AWS::SecretsManager::Secret', { SecretString: 'hush', KmsKeyId: locked.attributes['Arn'] }),
  ];
  const through = (service: string): object => ({ Condition: { StringEquals: { 'kms:ViaService': `${service}.${PLACE.region}.amazonaws.com` } } });
  const reader = (...more: object[]) => roleWith({ Policies: [policy(document(allow('secretsmanager:GetSecretValue'), ...more))] });
  await expect((await reader()).read(open)).rejects.toMatchObject({ message: expect.stringContaining('kms:Decrypt') });
  await expect((await reader(allow('kms:Decrypt', '*', through('sqs')))).read(open)).rejects.toMatchObject({ message: expect.stringContaining('kms:Decrypt') });
  const may = await reader(allow('kms:Decrypt', '*', through('secretsmanager')));
  expect(await may.read(open)).toMatchObject({ SecretString: 'hush' });
  await expect(may.read(shut)).rejects.toMatchObject({ message: expect.stringContaining('because no resource-based policy allows the kms:Decrypt action') });
});

test('which actions of which statements were needed is known, and what was refused', async () => {
  const { url } = await queue();
  const grants = async (...statements: object[]) => {
    const caller = await roleWith({ Policies: [policy(document(...statements))] });
    const where = [...region.permissions.roles.roles.get(caller.arn)?.inline.keys() ?? []][0] ?? '';
    await caller.send(url);
    return [...region.permissions.evidence.needed].filter((grant) => grant.startsWith(where)).map((grant) => grant.slice(where.length));
  };
  expect(await grants(allow(['sqs:SendMessage', 'sqs:DeleteMessage']), allow('s3:*'))).toEqual(['[0] sqs:SendMessage']);
  // What another statement, or another pattern of the same one, allows as well is needed in neither.
  expect(await grants(allow('sqs:SendMessage'), allow('sqs:*'))).toEqual([]);
  expect(await grants(allow(['sqs:SendMessage', 'sqs:Send*']))).toEqual([]);
  expect(await grants({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })).toEqual(['[0]']);
  await expect(grants(allow('sqs:ReceiveMessage'))).rejects.toThrow('sqs:SendMessage');
  expect([...region.permissions.evidence.refusals].at(-1)).toMatch(/is not authorized to perform: sqs:SendMessage/);
});

test.each<readonly [string, string, Record<string, unknown>, string]>([
  ['a policy that cannot be read', 'AWS::IAM::Role', { AssumeRolePolicyDocument: document({ Effect: 'Maybe' }) }, 'MalformedPolicyDocument'],
  ['a policy of a customer that is not there', 'AWS::IAM::Role', { AssumeRolePolicyDocument: trust('x'), ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/gone'] }, 'NoSuchEntity'],
  ['a policy for a role that is not there', 'AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: document(allow('a:B')), Roles: ['gone'] }, 'NoSuchEntity'],
  ['a policy for a user', 'AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: document(allow('a:B')), Users: ['me'] }, 'ValidationError'],
  ['a function in a role that is not there', 'AWS::Lambda::Permission', { FunctionName: 'gone', Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' }, 'ResourceNotFoundException'],
  ['a state machine in a role that does not trust it', 'AWS::StepFunctions::StateMachine', { RoleArn: 'arn:aws:iam::111122223333:role/execution', DefinitionString: '{"StartAt":"It","States":{"It":{"Type":"Succeed"}}}' }, 'AccessDeniedException'],
])('%s is refused', async (_, type, properties, code) => {
  await expect(region.make(type, properties)).rejects.toMatchObject({ code });
});

describe('an alarm', () => {
  const alarm = (topic: string) => ({ Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', AlarmActions: [topic] });
  const told = async (topic: string): Promise<string> => {
    const { physicalId: name } = await region.make('AWS::CloudWatch::Alarm', alarm(topic));
    region.alarms.book.enter(name, { state: 'ALARM', reason: 'a test' }, region.clock.now());
    return region.actions.taken.find((taken) => taken.alarm === name)?.failure ?? 'told';
  };
  const policyOf = (topic: string, Service: string) => region.make('AWS::SNS::TopicPolicy', { Topics: [topic], PolicyDocument: document(allow('sns:Publish', topic, { Principal: { Service } })) });
  const keyFor = (Service: string) => region.make('AWS::KMS::Key', { KeyPolicy: document(allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*', { Principal: { Service } })) });

  test('tells a topic of its account, and one whose policy lets CloudWatch', async () => {
    const [plain, open, shut] = [await region.make('AWS::SNS::Topic', {}), await region.make('AWS::SNS::Topic', {}), await region.make('AWS::SNS::Topic', {})];
    await policyOf(open.physicalId, 'cloudwatch.amazonaws.com');
    await policyOf(shut.physicalId, 'events.amazonaws.com');
    expect([await told(plain.physicalId), await told(open.physicalId)]).toEqual(['told', 'told']);
    expect(await told(shut.physicalId)).toContain('User: cloudwatch.amazonaws.com is not authorized to perform: sns:Publish');
  });

  test('tells an encrypted topic only if CloudWatch may use its key', async () => {
    const topic = async (KmsMasterKeyId: unknown) => (await region.make('AWS::SNS::Topic', { KmsMasterKeyId })).physicalId;
    expect(await told(await topic((await keyFor('cloudwatch.amazonaws.com')).attributes['Arn']))).toBe('told');
    expect(await told(await topic((await keyFor('sns.amazonaws.com')).physicalId))).toContain('kms:GenerateDataKey');
    expect(await told(await topic('alias/aws/sns'))).toBe('CloudWatch Alarms does not have authorization to access the SNS topic encryption key.');
  });

  test('and a log group is encrypted only with a key that Logs may use for it', async () => {
    const group = async (service: string) => region.make('AWS::Logs::LogGroup', { KmsKeyId: (await region.make('AWS::KMS::Key', { KeyPolicy: document(allow('kms:*', '*', { Principal: { Service: service } })) })).attributes['Arn'] });
    await group(`logs.${PLACE.region}.amazonaws.com`);
    await expect(group('sns.amazonaws.com')).rejects.toMatchObject({ code: 'InvalidParameterException', message: expect.stringContaining('is not allowed to be used with Arn') });
  });
});
