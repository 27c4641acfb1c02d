import { dice } from '../../../lib/core/chance';
import { identifiers } from '../../../lib/region/identifiers';
import { randomPassword, readPasswordRules } from '../../../lib/region/secretsmanager/random-password';
import { secretResources } from '../../../lib/region/secretsmanager/resources';
import { Secrets } from '../../../lib/region/secretsmanager/secrets';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

let secrets: Secrets;
let resources: ReturnType<typeof making>;
const database = { engine: 'postgres', host: 'db.example', port: 5432, dbname: 'points' };
const caller = { accessKeyId: 'ASIA1', region: PLACE.region };

beforeEach(() => {
  secrets = new Secrets(identifiers(dice(1)));
  resources = making(secretResources(secrets, identifiers(dice(2)), (identifier) => (identifier === 'db-1' ? database : undefined)));
});

test.each([['its ARN', (arn: string) => arn], ['its name', () => 'login'], ['its ARN without the last characters', (arn: string) => arn.slice(0, -7)]])('a secret is found by %s', (_, reference) => {
  const arn = secrets.create(PLACE, 'login', 'hush');
  expect(arn).toMatch(/^arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:login-[a-z0-9]{6}$/);
  expect(secrets.get(reference(arn))).toMatchObject({ arn, name: 'login', value: 'hush', version: { stages: ['AWSCURRENT'] } });
});

test('a change makes the value before it the previous one', async () => {
  const arn = secrets.create(PLACE, 'login', 'old');
  secrets.change(arn, 'new');
  const get = secrets.operations['GetSecretValue'];
  expect(await get?.({ SecretId: arn }, caller)).toMatchObject({ SecretString: 'new', VersionStages: ['AWSCURRENT'] });
  expect(await get?.({ SecretId: arn, VersionStage: 'AWSPREVIOUS' }, caller)).toMatchObject({ SecretString: 'old', VersionStages: ['AWSPREVIOUS'] });
  await expect(get?.({ SecretId: arn, VersionStage: 'AWSPENDING' }, caller)).rejects.toMatchObject({ code: 'ResourceNotFoundException', message: expect.stringContaining('staging label: AWSPENDING') });
});

test('what is not there is not found, and a name is given once', async () => {
  secrets.create(PLACE, 'login', 'hush');
  expect(() => secrets.create(PLACE, 'login', 'again')).toThrow('already exists');
  expect(() => secrets.get('nothing')).toThrow("can't find the specified secret");
  await expect(secrets.operations['GetSecretValue']?.({}, caller)).rejects.toMatchObject({ code: 'InvalidParameterException' });
});

test('one key of a secret is read, and one that it does not have is not', () => {
  const arn = secrets.create(PLACE, 'login', '{"user":"u","port":5432}');
  expect([secrets.text(arn, 'user'), secrets.text(arn, 'port'), secrets.resolve(`${arn}:SecretString:user`)]).toEqual(['u', '5432', 'u']);
  expect(() => secrets.text(arn, 'password')).toThrow('JSONKey in SecretString: password');
});

describe('in a template', () => {
  const generated = { GenerateSecretString: { SecretStringTemplate: '{"username":"master"}', GenerateStringKey: 'password', PasswordLength: 30, ExcludeCharacters: '"@/\\' } };

  test('a password is generated into the object that was given', async () => {
    const { physicalId } = await resources.create('Secret', generated);
    const value = JSON.parse(secrets.get(physicalId).value) as Record<string, string>;
    expect(value).toMatchObject({ username: 'master', password: expect.stringMatching(/^[^"@/\\]{30}$/) });
  });

  test('an update that asks for nothing new keeps the password', async () => {
    const made = await resources.create('Secret', generated);
    const before = secrets.get(made.physicalId).value;
    const provider = secretResources(secrets, identifiers(dice(3)))['AWS::SecretsManager::Secret'];
    await provider?.update({ place: PLACE, stackName: 's', stackId: 's', logicalId: 'l', type: 't', metadata: {}, properties: { ...generated, Description: 'new' } }, { ...made, properties: generated });
    expect(secrets.get(made.physicalId).value).toBe(before);
  });

  test('attaching it to a database tells it where that is', async () => {
    const { physicalId } = await resources.create('Secret', generated);
    await resources.create('SecretTargetAttachment', { SecretId: physicalId, TargetId: 'db-1', TargetType: 'AWS::RDS::DBInstance' });
    expect(JSON.parse(secrets.get(physicalId).value)).toMatchObject({ username: 'master', ...database, dbInstanceIdentifier: 'db-1' });
  });

  test.each<readonly [string, string, Record<string, unknown>]>([
    ['both a value and the order to make one', 'Secret', { SecretString: 'x', ...generated }],
    ['a key without a template', 'Secret', { GenerateSecretString: { GenerateStringKey: 'password' } }],
    ['replicas', 'Secret', { ReplicaRegions: [] }],
    ['an attachment to a cluster', 'SecretTargetAttachment', { SecretId: 'x', TargetId: 'y', TargetType: 'AWS::RDS::DBCluster' }],
  ])('%s is refused', async (_, type, properties) => {
    await expect(resources.create(type, properties)).rejects.toMatchObject({ code: expect.stringMatching(/^Invalid(Parameter|Request)Exception$/) });
  });

  test('the end removes it', async () => {
    const made = await resources.create('Secret', { SecretString: 'x' });
    await resources.remove('Secret', made);
    expect(() => secrets.get(made.physicalId)).toThrow("can't find");
  });
});

describe('a password', () => {
  const of = (rules: Record<string, unknown>): string => randomPassword(readPasswordRules(rules), identifiers(dice(7)));

  test('has something of each kind, and nothing that was excluded', () => {
    const password = of({ PasswordLength: 12, ExcludeCharacters: 'abc', ExcludePunctuation: true });
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Zd-z\d]{12}$/);
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    ['nothing to choose from', { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }, 'every character is excluded'],
    ['no room for each kind', { PasswordLength: 3 }, 'too short'],
    ['a length that is none', { PasswordLength: 'x' }, 'PasswordLength must be from 1 to 4096'],
    ['a rule that AWS does not have', { Length: 3 }, 'unsupported property Length'],
  ])('with %s cannot be made', (_, rules, message) => {
    expect(() => of(rules)).toThrow(message);
  });
});
