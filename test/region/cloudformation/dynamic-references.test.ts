import { withoutReferences, type SecretReference } from '../../../lib/region/cloudformation/dynamic-references';

const parameters: Readonly<Record<string, { readonly type: string; readonly value: string }>> = {
  'host:newest': { type: 'String', value: 'new.example.com' }, 'host:1': { type: 'String', value: 'old.example.com' },
  'list:newest': { type: 'StringList', value: 'a,b' }, 'password:3': { type: 'SecureString', value: 'geheim' },
};
const asked: SecretReference[] = [];
const resolve = (value: unknown, type = 'AWS::RDS::DBInstance', property = 'MasterUserPassword'): unknown => withoutReferences({ [property]: value }, type, {
  parameter: (name, version) => parameters[`${name}:${version ?? 'newest'}`] ?? (() => { throw new Error(`no parameter ${name}`); })(),
  secret: (wanted) => {
    asked.push(wanted);
    return 'secret!';
  },
})[property];

test.each([
  ['the newest parameter', '{{resolve:ssm:host}}', 'new.example.com'],
  ['a version of it', '{{resolve:ssm:host:1}}', 'old.example.com'],
  ['a list, as a text', '{{resolve:ssm:list}}', 'a,b'],
  ['a secure parameter', '{{resolve:ssm-secure:password:3}}', 'geheim'],
  ['several in one text', 'a {{resolve:ssm:host}} b {{resolve:ssm:host:1}}', 'a new.example.com b old.example.com'],
  ['one that is deep inside', [{ a: '{{resolve:ssm:host}}' }], [{ a: 'new.example.com' }]],
  ['none', { a: ['plain', 1, null] }, { a: ['plain', 1, null] }],
])('a reference stands for %s', (_, written, expected) => {
  expect(resolve(written)).toEqual(expected);
});

test.each<readonly [string, SecretReference]>([
  ['name', { id: 'name', key: undefined, stage: undefined, version: undefined }],
  ['name:SecretString', { id: 'name', key: undefined, stage: undefined, version: undefined }],
  ['name:SecretString:password', { id: 'name', key: 'password', stage: undefined, version: undefined }],
  ['arn:aws:secretsmanager:r:1:secret:n-abc123:SecretString:password::', { id: 'arn:aws:secretsmanager:r:1:secret:n-abc123', key: 'password', stage: undefined, version: undefined }],
  ['name:SecretString:password:AWSPREVIOUS', { id: 'name', key: 'password', stage: 'AWSPREVIOUS', version: undefined }],
  ['name:SecretString:::v1', { id: 'name', key: undefined, stage: undefined, version: 'v1' }],
])('a secret is asked for as %s', (written, expected) => {
  asked.length = 0;
  expect(resolve(`{{resolve:secretsmanager:${written}}}`)).toBe('secret!');
  expect(asked).toEqual([expected]);
});

test.each<readonly [string, string, string | undefined, string | undefined, string]>([
  ['a service that there is not', '{{resolve:vault:x}}', undefined, undefined, 'Dynamic reference to the service "vault" is not supported'],
  ['a secure parameter by ssm', '{{resolve:ssm:password:3}}', undefined, undefined, 'Non-secure ssm prefix was used for secure parameter'],
  ['a plain parameter by ssm-secure', '{{resolve:ssm-secure:host}}', undefined, undefined, 'Secure ssm prefix was used for non-secure parameter'],
  ['a secure parameter where none may go', '{{resolve:ssm-secure:password:3}}', 'AWS::SSM::Parameter', 'Value', 'SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]'],
  ['a secret in a custom resource', '{{resolve:secretsmanager:name}}', 'Custom::Thing', 'Value', 'not supported in custom resources'],
  ['a malformed parameter', '{{resolve:ssm:a b}}', undefined, undefined, 'Incorrect format is used in the following SSM reference: [a b]'],
  ['a version that is no number', '{{resolve:ssm:host:latest}}', undefined, undefined, 'Incorrect format is used'],
  ['a secret that is no text', '{{resolve:secretsmanager:name:SecretBinary}}', undefined, undefined, 'Incorrect format is used in the following Secrets Manager reference'],
  ['a secret by stage and version', '{{resolve:secretsmanager:name:SecretString:k:AWSCURRENT:v1}}', undefined, undefined, 'by stage or by id, not by both'],
  ['a parameter that is not there', '{{resolve:ssm:nothing}}', undefined, undefined, 'no parameter nothing'],
])('%s is refused', (_, written, type, property, message) => {
  expect(() => resolve(written, type, property)).toThrow(message);
});

test('a custom resource may have a plain parameter', () => {
  expect(resolve('{{resolve:ssm:host}}', 'Custom::Thing', 'Value')).toBe('new.example.com');
});
