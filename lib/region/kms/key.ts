import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Instant } from '../../core/units';
import type { Place } from '../place';
import { ServiceError } from '../service-error';

/** A customer's key. Of keys that encrypt only the policy has behaviour. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly place: Place;
  readonly description: string;
  readonly createdAt: Instant;
  readonly material: Material;
  /** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}

export type Material =
  | { readonly spec: 'SYMMETRIC_DEFAULT'; readonly usage: 'ENCRYPT_DECRYPT' }
  /** Signs with ECDSA_SHA_256, as every key on this curve does, and with nothing else. */
  | { readonly spec: 'ECC_NIST_P256'; readonly usage: 'SIGN_VERIFY'; readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** @throws ServiceError `ValidationException` for what KMS, or the region, does not make */
export function newMaterial(spec: unknown = 'SYMMETRIC_DEFAULT', usage: unknown = 'ENCRYPT_DECRYPT'): Material {
  if (spec === 'SYMMETRIC_DEFAULT' && usage === 'ENCRYPT_DECRYPT') return { spec, usage };
  if (spec === 'ECC_NIST_P256' && usage === 'SIGN_VERIFY') return { spec, usage, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  if (spec === 'SYMMETRIC_DEFAULT' || spec === 'ECC_NIST_P256') throw new ServiceError('ValidationException', `KeyUsage ${String(usage)} is not compatible with KeySpec ${spec}`);
  throw new ServiceError('ValidationException', `the region makes keys of the specs SYMMETRIC_DEFAULT and ECC_NIST_P256, got ${String(spec)}`);
}
