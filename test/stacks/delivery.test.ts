import { synthesize } from './support/synthesize';
import { type CfnTemplate, ofType, only } from './support/template';

const templates = synthesize();
const delivery = (stage: string): CfnTemplate => templates[`${stage}-Delivery`] as CfnTemplate;
const [production, staging] = [delivery('production'), delivery('staging')];
const accounts = { staging: '111111111111', production: '222222222222' };
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever a statement has, looked at through matchers
const statements = (template: CfnTemplate, type: string, prefix: string, property: string): readonly Record<string, any>[] => only(template, type, prefix).Properties[property].Statement;

test('the role of the pipeline believes one repository in one environment, and no other token', () => {
  const { AssumeRolePolicyDocument: trust, RoleName } = only(production, 'AWS::IAM::Role').Properties;
  expect(RoleName).toBe('production-delivery');
  expect(trust.Statement).toEqual([{
    Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: { Ref: expect.stringMatching(/^Github/) } },
    Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': 'repo:example/points:environment:production' } },
  }]);
});

test('its session outlasts a release by half an hour, and is no longer than two hours for the longest one that a stage may plan', () => {
  // 5 + 10 + 12 + 5 for the shift + 10 to spare.
  expect(only(production, 'AWS::IAM::Role').Properties['MaxSessionDuration']).toBe((42 + 30) * 60);
  const longest = synthesize((stage) => ({ ...stage, releaseTime: { ...stage.releaseTime, margin: stage.releaseTime.margin + 13 * 60_000 } as typeof stage.releaseTime }));
  expect(only(longest['production-Delivery'] as CfnTemplate, 'AWS::IAM::Role').Properties['MaxSessionDuration']).toBe((55 + 30) * 60);
});

test('it takes on the roles of the bootstrap that deploy, and one that reads the ledger before its own, and may do nothing that its boundary denies', () => {
  const policy = statements(production, 'AWS::IAM::Policy', 'Pipeline', 'PolicyDocument');
  expect(policy.find(({ Action }) => Action === 'sts:AssumeRole')?.['Resource']).toEqual([
    role(accounts.staging, 'staging-reader'),
    role(accounts.production, `cdk-hnb659fds-deploy-role-${accounts.production}-ap-northeast-2`), role(accounts.production, `cdk-hnb659fds-file-publishing-role-${accounts.production}-ap-northeast-2`),
  ]);
  expect(only(production, 'AWS::IAM::Role').Properties['PermissionsBoundary']).toEqual({ Ref: expect.stringMatching(/^Boundary/) });
  expect(policy.flatMap(({ Action }) => Action).filter((action: string) => action.includes('*'))).toEqual([]);
});

describe('the keys that sign', () => {
  const signers = (prefix: string) => statements(production, 'AWS::KMS::Key', prefix, 'KeyPolicy').filter(({ Action }) => [Action].flat().some((action: string) => /^(\*|kms:(\*|Sign|S\*|CreateGrant|Create\*))$/.test(action)));

  test.each([
    ['BuildKey', ['production-delivery']],
    ['VerdictKey', ['production-api-deployment', 'production-auxiliary-deployment']],
  ])('%s is for %j, by its policy, and for no administrator', (prefix, names) => {
    expect(only(production, 'AWS::KMS::Key', prefix).Properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(signers(prefix)).toEqual([expect.objectContaining({
      Action: 'kms:Sign', Condition: expect.objectContaining({ ArnEquals: { 'aws:PrincipalArn': names.map((name) => role(accounts.production, name)) } }),
    })]);
  });

  test('are found by their aliases, and those that sign have the names that the keys know', () => {
    expect(ofType(production, 'AWS::KMS::Alias').map(({ Properties }) => Properties['AliasName']).sort()).toEqual(['alias/production-build-signing', 'alias/production-verdict-signing']);
    for (const tier of ['Api', 'Auxiliary']) {
      const names = ofType(templates[`production-${tier}`] as CfnTemplate, 'AWS::IAM::Role').map(({ Properties }) => Properties['RoleName']);
      expect(names).toContain(`production-${tier.toLowerCase()}-deployment`);
    }
  });

  test('are used by whoever signs, and their public halves fetched by whoever checks: nobody asks for more', () => {
    const uses = (template: CfnTemplate, prefix: string) => statements(template, 'AWS::IAM::Policy', prefix, 'PolicyDocument').filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('kms:')))
      .map(({ Action, Condition }) => [Object.values(Condition.StringEquals as object)[0], Action]);
    expect(uses(production, 'Pipeline')).toEqual([
      ['alias/production-build-signing', ['kms:GetPublicKey', 'kms:Sign']], ...['production-verdict', 'staging-verdict', 'staging-build'].map((key) => [`alias/${key}-signing`, 'kms:GetPublicKey']),
    ]);
    expect(uses(staging, 'Reader')).toEqual(['build', 'verdict'].map((key) => [`alias/staging-${key}-signing`, 'kms:GetPublicKey']));
  });

  test('of a stage are read by the one that takes its word, and its images are pulled there, which only asks in the one direction', () => {
    const readers = (template: CfnTemplate) => statements(template, 'AWS::KMS::Key', 'VerdictKey', 'KeyPolicy').filter(({ Action }) => Action.includes('kms:Verify')).map(({ Principal }) => Principal.AWS);
    expect(readers(staging)).toEqual([`arn:aws:iam::${accounts.staging}:root`, `arn:aws:iam::${accounts.production}:root`]);
    expect(readers(production)).toEqual([`arn:aws:iam::${accounts.production}:root`]);
    const pulls = (template: CfnTemplate) => ofType(template, 'AWS::ECR::Repository').map(({ Properties }) => Properties['RepositoryPolicyText']?.Statement);
    expect(pulls(production)).toEqual([undefined, undefined]);
    expect(pulls(staging)).toEqual([1, 2].map(() => [expect.objectContaining({
      Principal: { AWS: `arn:aws:iam::${accounts.production}:root` }, Condition: { ArnEquals: { 'aws:PrincipalArn': [role(accounts.production, 'production-delivery')] } },
    })]));
  });
});

test('the pipeline of a later stage reads the ledger of the one before through a role that only it takes on', () => {
  const reader = only(staging, 'AWS::IAM::Role', 'Reader').Properties;
  expect(reader).toMatchObject({ RoleName: 'staging-reader', PermissionsBoundary: { Ref: expect.stringMatching(/^Boundary/) } });
  expect(reader['AssumeRolePolicyDocument'].Statement).toEqual([{
    Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${accounts.production}:root` }, Condition: { ArnEquals: { 'aws:PrincipalArn': [role(accounts.production, 'production-delivery')] } },
  }]);
  expect(statements(staging, 'AWS::IAM::Policy', 'Reader', 'PolicyDocument').flatMap(({ Action }) => Action).filter((action: string) => !/:(Get|Query)/.test(action))).toEqual([]);
  expect(ofType(production, 'AWS::IAM::Role').map(({ Properties }) => Properties['RoleName'])).toEqual(['production-delivery']);
});

test('images of releases stay, and their tags mean one image for ever', () => {
  for (const { Properties, DeletionPolicy } of ofType(production, 'AWS::ECR::Repository')) {
    expect({ ...Properties, DeletionPolicy }).toMatchObject({ ImageTagMutability: 'IMMUTABLE', ImageScanningConfiguration: { ScanOnPush: true }, DeletionPolicy: 'RetainExceptOnCreate' });
    const { rules } = JSON.parse(Properties['LifecyclePolicy'].LifecyclePolicyText) as { rules: { selection: object }[] };
    expect(rules.map(({ selection }) => selection)).toEqual([expect.objectContaining({ tagStatus: 'tagged', tagPrefixList: ['ci-'], countNumber: 14 })]);
  }
  expect(ofType(production, 'AWS::ECR::Repository').map(({ Properties }) => Properties['RepositoryName'])).toEqual(['production/api', 'production/auxiliary']);
});

test('no entry of the ledger is changed or taken away by anybody, and only the pipeline and the deployments add some', () => {
  const { Properties, DeletionPolicy, UpdateReplacePolicy } = only(production, 'AWS::DynamoDB::Table');
  expect({ ...Properties, DeletionPolicy, UpdateReplacePolicy }).toMatchObject({
    TableName: 'production-ledger', DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
    KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }, { AttributeName: 'sequence', KeyType: 'RANGE' }],
  });
  const writers = ['production-delivery', 'production-api-deployment', 'production-auxiliary-deployment'].map((name) => role(accounts.production, name));
  expect(Properties['ResourcePolicy'].PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' }, Action: expect.arrayContaining(['dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem']) }),
    expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'dynamodb:PutItem', Condition: { ArnNotEquals: { 'aws:PrincipalArn': writers } } }),
  ]);
});

test('policies stay within what IAM and CloudFormation take', () => {
  for (const { Properties } of ofType(production, 'AWS::IAM::ManagedPolicy')) expect(JSON.stringify(Properties['PolicyDocument']).length).toBeLessThan(6_144);
  // A larger template has to be uploaded, to a bucket that is not there yet.
  expect(JSON.stringify(production, null, 1).length).toBeLessThan(51_200);
});

test('an account that has GitHub as a provider keeps the one that it has', () => {
  const template = synthesize((stage) => (stage.name === 'staging' ? { ...stage, delivery: { ...stage.delivery, identityProvider: 'existing' } } : stage))['staging-Delivery'] as CfnTemplate;
  expect(ofType(template, 'AWS::IAM::OIDCProvider')).toEqual([]);
  expect(only(template, 'AWS::IAM::Role', 'Pipeline').Properties['AssumeRolePolicyDocument'].Statement[0].Principal).toEqual({ Federated: `arn:aws:iam::${accounts.staging}:oidc-provider/token.actions.githubusercontent.com` });
});
