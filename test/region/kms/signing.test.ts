import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { dice } from '../../../lib/core/chance';
import { minutes } from '../../../lib/core/units';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import type { Caller } from '../../../lib/region/endpoint/json-protocol';
import { authorizer } from '../../../lib/region/iam/authorize';
import { Permissions, sessionArnOf } from '../../../lib/region/iam/permissions';
import { policyFrom } from '../../../lib/region/iam/roles';
import { identifiers } from '../../../lib/region/identifiers';
import { keyAccess } from '../../../lib/region/kms/access';
import { signDigest, verifiesDigest } from '../../../lib/region/kms/ecdsa';
import { Keys } from '../../../lib/region/kms/keys';
import { keyOperations } from '../../../lib/region/kms/operations';
import { keyResources } from '../../../lib/region/kms/resources';
import { VirtualClock } from '../../support/virtual-clock';
import { making } from '../support/made';
import { PLACE } from '../support/resource-request';

const OTHER_ACCOUNT = '444455556666';
const ECC = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
const message = Buffer.from('{"release":"2026-11-23-3f9c0d1e2b4a"}');
const digest = createHash('sha256').update(message).digest();

let permissions: Permissions;
let endpoint: Endpoint;
let resources: ReturnType<typeof making>;
let caller: Caller;

beforeEach(async () => {
  permissions = new Permissions();
  const keys = new Keys(permissions);
  resources = making(keyResources(keys, permissions, identifiers(dice(1)), new VirtualClock()));
  endpoint = await startEndpoint({ TrentService: keyOperations(keys) }, [], { authenticate: () => caller, authorize: authorizer(permissions, { TrentService: keyAccess(keys) }) });
  caller = person(PLACE.account);
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const person = (account: string): Caller => ({ accessKeyId: 'ASIA1', region: PLACE.region, principal: `arn:aws:iam::${account}:user/developer` });
const statement = (Action: string, more: object = {}): object => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const document = (...Statement: object[]): object => ({ Version: '2012-10-17', Statement });

/** Somebody in a role that may everything which the key allows. */
function role(account: string, name: string, ...statements: object[]): Caller {
  const arn = `arn:aws:iam::${account}:role/${name}`;
  const trust = policyFrom(name, document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }), 'trust');
  const own = policyFrom(name, document(...(statements.length > 0 ? statements : [statement('kms:*')])), 'identity');
  permissions.roles.roles.set(arn, { arn, name, account, longestSession: minutes(60), trust, boundary: undefined, inline: new Map([[name, own]]), attached: new Set() });
  return { accessKeyId: 'ASIA1', region: PLACE.region, principal: sessionArnOf(arn, 'one'), role: arn };
}

async function ask<Answer extends Record<string, unknown>>(operation: string, input: object): Promise<Answer> {
  const response = await fetch(endpoint.url, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` }, body: JSON.stringify(input) });
  const answer = await response.json() as Answer & { readonly __type?: string; readonly message?: string };
  if (!response.ok) throw Object.assign(new Error(answer.message), { name: answer.__type });
  return answer;
}

const signing = (KeyId: string, more: object = {}) => ask<{ Signature: string }>('Sign', { KeyId, Message: digest.toString('base64'), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256', ...more });
const verifying = (KeyId: string, Signature: string, more: object = {}) =>
  ask('Verify', { KeyId, Message: digest.toString('base64'), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256', Signature, ...more });

async function key(properties: object = ECC, alias = 'alias/signing') {
  const made = await resources.create('Key', properties as Record<string, unknown>);
  const named = await resources.create('Alias', { AliasName: alias, TargetKeyId: made.physicalId });
  return { made, named, id: made.physicalId, arn: String(made.attributes['Arn']) };
}

test('what it signs, anybody verifies with its public key, and it verifies itself', async () => {
  const { arn } = await key();
  const { Signature } = await signing('alias/signing');
  const { PublicKey, ...about } = await ask<{ PublicKey: string }>('GetPublicKey', { KeyId: 'alias/signing' });
  expect(verify('sha256', message, createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' }), Buffer.from(Signature, 'base64'))).toBe(true);
  expect(about).toMatchObject({ KeyId: arn, KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] });
  expect(await verifying(arn, Signature)).toEqual({ KeyId: arn, SignatureValid: true, SigningAlgorithm: 'ECDSA_SHA_256' });
  expect(await verifying(arn, Signature, { Message: message.toString('base64'), MessageType: 'RAW' })).toMatchObject({ SignatureValid: true });
});

test('what others sign is verified as they sign it, over many messages', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let count = 0; count < 40; count += 1) {
    const text = Buffer.from(`message ${count}`);
    const hash = createHash('sha256').update(text).digest();
    const [theirs, ours] = [sign('sha256', text, privateKey), signDigest(hash, privateKey)];
    expect([verifiesDigest(hash, theirs, privateKey), verify('sha256', text, publicKey, ours), verifiesDigest(digest, theirs, privateKey)]).toEqual([true, true, false]);
  }
});

test.each<readonly [string, (signature: Buffer) => Buffer]>([
  ['changed in one bit', (signature) => signature.map((byte, index) => (index === signature.length - 1 ? byte ^ 1 : byte)) as Buffer],
  ['cut off', (signature) => signature.subarray(0, -1)],
  ['longer than it says', (signature) => Buffer.concat([signature, Buffer.of(0)])],
  ['no DER at all', () => Buffer.from('signed')],
  ['two zeros', () => Buffer.of(0x30, 6, 2, 1, 0, 2, 1, 0)],
])('a signature that is %s is not valid', async (_, change) => {
  await key();
  const { Signature } = await signing('alias/signing');
  await expect(verifying('alias/signing', change(Buffer.from(Signature, 'base64')).toString('base64'))).rejects.toMatchObject({ name: 'KMSInvalidSignatureException' });
});

test.each<readonly [string, () => Promise<unknown>, string, string]>([
  ['an alias that is not there', () => signing('alias/other'), 'NotFoundException', `Alias arn:aws:kms:${PLACE.region}:${PLACE.account}:alias/other is not found.`],
  ['a key that is not there', () => signing('12345678-1234-1234-1234-123456789012'), 'NotFoundException', 'key/12345678-1234-1234-1234-123456789012\' does not exist'],
  ['a key of another region', () => signing(`arn:aws:kms:us-east-1:${PLACE.account}:alias/signing`), 'NotFoundException', 'Invalid arn us-east-1'],
  ['a digest of another length', () => signing('alias/signing', { Message: 'AAAA' }), 'ValidationException', 'Digest is invalid length for algorithm ECDSA_SHA_256.'],
  ['a message that is too long', () => signing('alias/signing', { Message: Buffer.alloc(4097).toString('base64'), MessageType: 'RAW' }), 'ValidationException', 'less than or equal to 4096'],
  ['an algorithm of another key', () => signing('alias/signing', { SigningAlgorithm: 'ECDSA_SHA_384' }), 'InvalidKeyUsageException', 'Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.'],
  ['no algorithm', () => signing('alias/signing', { SigningAlgorithm: undefined }), 'ValidationException', 'signingAlgorithm'],
  ['a grant', () => signing('alias/signing', { GrantTokens: ['x'] }), 'ValidationException', 'Sign.GrantTokens'],
  ['a key that encrypts', async () => { await key({}, 'alias/secret'); return signing('alias/secret'); }, 'InvalidKeyUsageException', 'key usage is ENCRYPT_DECRYPT which is not valid for Sign.'],
  ['the public key of one that encrypts', async () => { await key({}, 'alias/secret'); return ask('GetPublicKey', { KeyId: 'alias/secret' }); }, 'UnsupportedOperationException', 'symmetric'],
  ['a key that is switched off', async () => { await key({ ...ECC, Enabled: false }, 'alias/off'); return signing('alias/off'); }, 'DisabledException', 'is disabled.'],
])('%s is refused', async (_, asking, name, text) => {
  await key();
  await expect(asking()).rejects.toMatchObject({ name, message: expect.stringContaining(text) });
});

test('a key says what it is, in every state', async () => {
  const { id, arn, made } = await key({ ...ECC, Description: 'vouches' });
  expect(await ask('DescribeKey', { KeyId: id })).toMatchObject({ KeyMetadata: { KeyId: id, Arn: arn, AWSAccountId: PLACE.account, Description: 'vouches', Enabled: true, KeyState: 'Enabled', KeySpec: 'ECC_NIST_P256', KeyManager: 'CUSTOMER' } });
  await resources.update('Key', made, { ...ECC, Enabled: 'false' });
  expect(await ask('DescribeKey', { KeyId: arn })).toMatchObject({ KeyMetadata: { KeyState: 'Disabled', Enabled: false } });
  await resources.remove('Key', made);
  expect(await ask('DescribeKey', { KeyId: id })).toMatchObject({ KeyMetadata: { KeyState: 'PendingDeletion' } });
  await expect(signing(id)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
});

test('an alias leads to another key once it is moved, and to none once it is gone', async () => {
  const [first, second] = [await key(), await key(ECC, 'alias/second')];
  await resources.update('Alias', first.named, { AliasName: 'alias/signing', TargetKeyId: second.id });
  expect(await signing('alias/signing')).toMatchObject({ KeyId: second.arn });
  await resources.remove('Alias', first.named);
  await expect(signing('alias/signing')).rejects.toMatchObject({ name: 'NotFoundException' });
});

describe('who may', () => {
  /** Only one role signs; whoever is of the two accounts verifies, if it is allowed to there. */
  const policy = document(
    statement('kms:Sign', { Principal: { AWS: PLACE.account }, Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${PLACE.account}:role/ci` } } }),
    statement('kms:Verify', { Principal: { AWS: [PLACE.account, OTHER_ACCOUNT] } }),
  );

  test('the role that its policy names signs, and no other, nor the administrator', async () => {
    await key({ ...ECC, KeyPolicy: policy });
    caller = role(PLACE.account, 'ci');
    await signing('alias/signing');
    for (const other of [role(PLACE.account, 'shop'), person(PLACE.account)]) {
      caller = other;
      await expect(signing('alias/signing')).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('is not authorized to perform: kms:Sign on resource: arn:aws:kms:') });
    }
  });

  test('a role that the policy names needs a permission of its own, as the policy leaves it to the account', async () => {
    await key({ ...ECC, KeyPolicy: policy });
    caller = role(PLACE.account, 'ci', statement('kms:Verify'));
    await expect(signing('alias/signing')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('another account verifies by the ARN of the key or of its alias, and may not sign', async () => {
    const { arn } = await key({ ...ECC, KeyPolicy: policy });
    const [alias] = [`arn:aws:kms:${PLACE.region}:${PLACE.account}:alias/signing`];
    caller = role(PLACE.account, 'ci');
    const { Signature } = await signing(arn);
    caller = role(OTHER_ACCOUNT, 'deployment');
    expect([await verifying(arn, Signature), await verifying(alias, Signature)]).toMatchObject([{ SignatureValid: true }, { SignatureValid: true }]);
    await expect(signing(alias)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(verifying('alias/signing', Signature)).rejects.toMatchObject({ name: 'NotFoundException' });
    caller = role('777788889999', 'deployment');
    await expect(verifying(arn, Signature)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('nobody learns which keys another account has', async () => {
    caller = role(OTHER_ACCOUNT, 'deployment');
    await expect(signing(`arn:aws:kms:${PLACE.region}:${PLACE.account}:alias/other`)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('a policy sees by which alias, for which algorithm and for what kind of message', async () => {
    const when = (key: string, value: string): object => statement('kms:Sign', { Principal: { AWS: PLACE.account }, Condition: { StringEquals: { [key]: value } } });
    const { arn } = await key({ ...ECC, KeyPolicy: document(when('kms:RequestAlias', 'alias/signing')) });
    await key({ ...ECC, KeyPolicy: document(when('kms:MessageType', 'DIGEST')) }, 'alias/digests');
    await signing('alias/signing');
    await expect(signing(arn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await signing('alias/digests');
    await expect(signing('alias/digests', { MessageType: 'RAW' })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test.each<readonly [string, string, object, string]>([
  ['a policy that names a role which is not there', 'Key', { ...ECC, KeyPolicy: document(statement('kms:*', { Principal: { AWS: `arn:aws:iam::${PLACE.account}:role/later` } })) }, 'invalid principals'],
  ['a spec that the region does not make', 'Key', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, 'got RSA_2048'],
  ['a use that does not fit the spec', 'Key', { KeySpec: 'ECC_NIST_P256' }, 'KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256'],
  ['rotation of an asymmetric key', 'Key', { ...ECC, EnableKeyRotation: true }, 'EnableKeyRotation'],
  ['an alias of AWS', 'Alias', { AliasName: 'alias/aws/mine', TargetKeyId: 'x' }, 'alias/aws/'],
  ['an alias that is taken', 'Alias', { AliasName: 'alias/signing', TargetKeyId: 'x' }, 'already exists'],
  ['an alias of a key that is not there', 'Alias', { AliasName: 'alias/new', TargetKeyId: 'x' }, 'does not exist'],
])('%s is refused', async (_, type, properties, text) => {
  await key();
  await expect(resources.create(type, properties as Record<string, unknown>)).rejects.toThrow(text);
});

test('the kind of a key cannot be changed', async () => {
  const { made } = await key();
  await expect(resources.update('Key', made, {})).rejects.toThrow('cannot be changed');
});

