import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only, statementsOf, textsIn } from './support/template';

const templates = synthesize();
const api = templates['production-Api'] as CfnTemplate;
const data = templates['production-Data'] as CfnTemplate;

const role = (prefix: string): string => only(api, 'AWS::IAM::Role', prefix).id;
const actionsOf = (template: CfnTemplate, id: string): readonly string[] =>
  statementsOf(template, id).flatMap(({ Action }) => (typeof Action === 'string' ? [Action] : [...Action])).sort();
const connectsAs = (template: CfnTemplate, id: string): readonly string[] => statementsOf(template, id)
  .filter(({ Action }) => Action === 'rds-db:connect')
  .flatMap(({ Resource }) => textsIn(Resource).filter((text) => text.startsWith('/')));

const everyRole = Object.values(templates).flatMap((template) => ofType(template, 'AWS::IAM::Role'));

test('no role trusts an account or everybody: services take them on, and by name one workflow that of the pipeline, and one pipeline that of a reader', () => {
  expect(everyRole.length).toBeGreaterThan(10);
  const trusted = everyRole.map(({ Properties }) => ({ name: Properties['RoleName'], by: (Properties['AssumeRolePolicyDocument'] as { Statement: { Principal: object }[] }).Statement.map(({ Principal }) => Object.keys(Principal)) }));
  const others = trusted.filter(({ by }) => JSON.stringify(by) !== '[["Service"]]');
  expect(others).toHaveLength(3);
  expect(others).toEqual(expect.arrayContaining([{ name: 'staging-delivery', by: [['Federated']] }, { name: 'production-delivery', by: [['Federated']] }, { name: 'staging-reader', by: [['AWS']] }]));
});

const ofTasks = ['RolesTask', 'RolesMigration', 'RolesExecution', 'PlaceholderTaskRole'];

test.each(ofTasks)('%s is taken on only by tasks of this account', (prefix) => {
  const [statement] = only(api, 'AWS::IAM::Role', prefix).Properties['AssumeRolePolicyDocument'].Statement;
  expect(statement).toMatchObject({
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
  });
});

test('no statement allows every action of a service', () => {
  const all = Object.values(templates).flatMap((template) => ofType(template, 'AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as { Action: string | string[] }[]).flatMap(({ Action }) => Action);
  expect(all.filter((action) => action.endsWith('*'))).toEqual([]);
});

describe('the database', () => {
  test('is written by tasks through the proxy, and read from the replicas', () => {
    expect(connectsAs(api, role('RolesTask'))).toEqual(expect.arrayContaining(['/points_reader', '/points_writer']));
    const databases = statementsOf(api, role('RolesTask')).flatMap(({ Resource }) => [Resource].flat());
    const writer = databases.find((one) => textsIn(one).includes('/points_writer'));
    expect(textsIn(writer).join()).toMatch(/WriterProxy.*DBProxyArn/);
  });

  test('is changed in its schema by migrations only', () => {
    expect(connectsAs(api, role('RolesMigration'))).toEqual(['/points_owner']);
    const others = Object.values(templates).flatMap((template) => ofType(template, 'AWS::IAM::Role').map(({ id }) => ({ template, id })))
      .filter(({ id }) => !id.startsWith('RolesMigration'));
    expect(others.flatMap(({ template, id }) => connectsAs(template, id))).not.toContain('/points_owner');
  });

  test('lets its proxy log in as the writer and nobody else, and hooks as the prober', () => {
    expect(connectsAs(data, only(data, 'AWS::IAM::Role', 'WriterRole').id)).toEqual(['/points_writer']);
    expect(connectsAs(api, role('ProbeRole'))).toEqual(['/points_prober']);
  });

  test('tells its master password to the bootstrap function only', () => {
    const readers = Object.values(templates).flatMap((template) => ofType(template, 'AWS::IAM::Role').map(({ id }) => ({ template, id })))
      .filter(({ template, id }) => actionsOf(template, id).includes('secretsmanager:GetSecretValue')).map(({ id }) => id);
    expect(new Set(readers)).toEqual(new Set([only(data, 'AWS::IAM::Role', 'UsersBootstrapRole').id]));
  });
});

test('CodeDeploy may touch one service, its two rules, its hooks and its roles', () => {
  const { Properties, id } = only(api, 'AWS::IAM::Role', 'DeploymentPermissionsRole');
  expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  const allowed = statementsOf(api, id);
  const on = (action: string) => allowed.filter(({ Action }) => [Action].flat().includes(action)).map(({ Resource }) => Resource);
  const like = (...prefixes: string[]) => prefixes.map((prefix) => expect.stringMatching(new RegExp(`^${prefix}`)));
  expect(textsIn(on('elasticloadbalancing:ModifyRule'))).toEqual(like('ServiceProductionRoute', 'ServiceTestRoute'));
  expect(on('lambda:InvokeFunction')).toEqual([['evidence', 'identity', 'probe'].map((hook) => `arn:aws:lambda:ap-northeast-2:222222222222:function:CodeDeployHook_production-api-${hook}`)]);
  const taskSets = 'arn:aws:ecs:ap-northeast-2:222222222222:task-set/production-api/api/*';
  expect(on('ecs:CreateTaskSet')).toEqual([[taskSets, { Ref: expect.stringMatching(/^Service/) }]]);
  expect(textsIn(on('iam:PassRole'))).toEqual(like('RolesExecution', 'Arn', 'RolesTask', 'Arn'));
});

test('a hook reports on this group, and may do little else', () => {
  expect(actionsOf(api, role('ProbeRole')).filter((action) => !/^(ec2|logs):/.test(action))).toEqual([
    'codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget', 'codedeploy:PutLifecycleEventHookExecutionStatus', 'ecs:DescribeTaskDefinition', 'ecs:DescribeTasks', 'ecs:ListTasks', 'rds-db:connect',
  ]);
  expect(actionsOf(api, role('IdentityRole')).filter((action) => !/^logs:/.test(action))).toEqual([
    'codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget', 'codedeploy:PutLifecycleEventHookExecutionStatus', 'ecs:DescribeTaskDefinition', 'ecs:DescribeTasks', 'ecs:ListTasks',
  ]);
});

test('the deployment function can stop what it starts, and runs nothing but migrations', () => {
  const allowed = statementsOf(api, role('ReleasesCodeRole'));
  expect(actionsOf(api, role('ReleasesCodeRole'))).toEqual(expect.arrayContaining([
    'codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget', 'codedeploy:ListDeployments',
    'codedeploy:StopDeployment', 'ecs:DescribeServices', 'ecs:DescribeTaskDefinition', 'ecs:DescribeTasks',
    'ecs:RunTask', 'iam:PassRole', 'states:StartExecution',
  ]));
  expect(allowed.find(({ Action }) => Action === 'ecs:RunTask')).toMatchObject({
    Resource: 'arn:aws:ecs:ap-northeast-2:222222222222:task-definition/production-api-migration:*',
    Condition: { ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': [expect.stringMatching(/^Cluster/), 'Arn'] } } },
  });
});

test('the state machine calls the one function', () => {
  expect(statementsOf(api, role('ReleasesMachineRole'))).toContainEqual({
    Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ReleasesCodeFunction/), 'Arn'] },
  });
});

test('roles are passed to tasks and to nothing else', () => {
  const passing = Object.values(templates).flatMap((template) => ofType(template, 'AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement).filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
  expect(passing.length).toBe(8);
  for (const { Condition } of passing) expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } });
});
