import { createHash } from 'node:crypto';
import type { Caller, Operation } from '../endpoint/json-protocol';
import { refuseOthers, refuseUnless, textOf, type Fields } from '../fields';
import { placeOf } from '../place';
import { ServiceError } from '../service-error';
import { signDigest, verifiesDigest } from './ecdsa';
import type { Key, Material } from './key';
import type { Keys } from './keys';

/** What ECC_NIST_P256 signs with: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html#key-spec-ecc */
const ALGORITHM = 'ECDSA_SHA_256';
/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
const LONGEST_MESSAGE_BYTES = 4096;

type Signing = Extract<Material, { usage: 'SIGN_VERIFY' }>;

export function keyOperations(keys: Keys): Readonly<Record<string, Operation>> {
  const keyFor = (operation: string, input: Fields, caller: Caller, served: readonly string[]): Key => {
    refuseOthers(operation, input, { served: ['KeyId', ...served] }, 'ValidationException');
    return keys.named(textOf(input['KeyId']) ?? missing('keyId'), placeOf(caller));
  };
  return {
    Sign: async (input, caller) => {
      const key = keyFor('Sign', input, caller, ['Message', 'MessageType', 'SigningAlgorithm']);
      const { privateKey } = signing(key, 'Sign', input);
      return { KeyId: key.arn, Signature: signDigest(digestOf(input), privateKey).toString('base64'), SigningAlgorithm: ALGORITHM };
    },
    Verify: async (input, caller) => {
      const key = keyFor('Verify', input, caller, ['Message', 'MessageType', 'SigningAlgorithm', 'Signature']);
      const { privateKey } = signing(key, 'Verify', input);
      if (!verifiesDigest(digestOf(input), bytes('signature', input['Signature']), privateKey)) throw new ServiceError('KMSInvalidSignatureException', 'the signature is not that of this message, by this key');
      return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: ALGORITHM };
    },
    GetPublicKey: async (input, caller) => {
      const key = keyFor('GetPublicKey', input, caller, []);
      refuseUnusable(key);
      const { material: { spec, usage }, material } = key;
      if (material.usage !== 'SIGN_VERIFY') throw new ServiceError('UnsupportedOperationException', `${key.arn} is a symmetric key, which has no public key.`);
      const PublicKey = material.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      return { KeyId: key.arn, PublicKey, KeySpec: spec, CustomerMasterKeySpec: spec, KeyUsage: usage, SigningAlgorithms: [ALGORITHM] };
    },
    DescribeKey: async (input, caller) => ({ KeyMetadata: described(keyFor('DescribeKey', input, caller, [])) }),
  };
}

function described({ id, arn, place, description, createdAt, state, material: { spec, usage } }: Key): object {
  return {
    AWSAccountId: place.account, KeyId: id, Arn: arn, CreationDate: createdAt / 1_000, Description: description, Enabled: state === 'Enabled', KeyState: state, KeyUsage: usage, KeySpec: spec,
    CustomerMasterKeySpec: spec, Origin: 'AWS_KMS', KeyManager: 'CUSTOMER', MultiRegion: false,
    ...(usage === 'SIGN_VERIFY' ? { SigningAlgorithms: [ALGORITHM] } : { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }),
  };
}

/** The material of a key that can do this. @throws ServiceError `DisabledException`, `KMSInvalidStateException`, `InvalidKeyUsageException` */
function signing(key: Key, operation: string, { SigningAlgorithm: algorithm }: Fields): Signing {
  const { arn, material } = key;
  refuseUnusable(key);
  if (material.usage !== 'SIGN_VERIFY') throw new ServiceError('InvalidKeyUsageException', `${arn} key usage is ${material.usage} which is not valid for ${operation}.`);
  if (algorithm === undefined) missing('signingAlgorithm');
  if (algorithm !== ALGORITHM) throw new ServiceError('InvalidKeyUsageException', `Algorithm ${String(algorithm)} is incompatible with key spec ${material.spec}.`);
  return material;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
function refuseUnusable({ arn, state }: Key): void {
  if (state === 'Disabled') throw new ServiceError('DisabledException', `${arn} is disabled.`);
  if (state === 'PendingDeletion') throw new ServiceError('KMSInvalidStateException', `${arn} is pending deletion.`);
}

/** What is signed: the SHA-256 of the message, which `DIGEST` says that it is already. */
function digestOf(input: Fields): Buffer {
  const message = bytes('message', input['Message']);
  refuseUnless('MessageType', input['MessageType'], ['RAW', 'DIGEST'], 'ValidationException');
  if (message.length > LONGEST_MESSAGE_BYTES) throw new ServiceError('ValidationException', `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_MESSAGE_BYTES}`);
  if (input['MessageType'] !== 'DIGEST') return createHash('sha256').update(message).digest();
  if (message.length !== 32) throw new ServiceError('ValidationException', `Digest is invalid length for algorithm ${ALGORITHM}.`);
  return message;
}

const bytes = (name: string, value: unknown): Buffer => Buffer.from(textOf(value) ?? missing(name), 'base64');

function missing(name: string): never {
  throw new ServiceError('ValidationException', `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`);
}
