import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { pipelineRoleName } from '../../../core/delivery/names';
import type { Signing } from '../../../core/ledger/append';
import { signingAlias } from '../../../core/ledger/names';
import { keyName, type KeyOwner, type Proofs } from '../../../core/ledger/proofs';
import { Trouble, troubleIn } from '../trouble';

/** As the hashes of a ledger are made. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Vouches for entries of a stage with its keys of KMS. @throws Trouble for whoever may not */
export const signingOf = (client: KMSClient, stage: string): Signing => ({
  hash,
  async sign(signer, text) {
    try {
      const { Signature = new Uint8Array() } = await client.send(new SignCommand({ KeyId: signingAlias(stage, signer), Message: Buffer.from(text), MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }));
      return Buffer.from(Signature).toString('base64');
    } catch (cause) {
      if (!(cause instanceof Error && cause.name === 'AccessDeniedException')) throw missing(cause, { stage, signer });
      throw new Trouble('world', `only ${signer === 'build' ? `the pipeline of ${stage} (role ${pipelineRoleName(stage)})` : `the deployment functions of ${stage}`} may sign here: ${cause.message}`);
    }
  },
});

/** Public keys, by whose they are. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** The keys of `owners` that lie in the account and region of the client, or that are let out of it. @throws Trouble where one of `needed` cannot be read */
export async function publicKeys(client: KMSClient, needed: readonly KeyOwner[]): Promise<PublicKeys> {
  const found = await Promise.all(needed.map(async (owner) => [keyName(owner), await publicKey(client, owner)] as const));
  return new Map(found);
}

/** The same, where they can be read: another stage's keys are mostly in another account. */
export async function readableKeys(client: KMSClient, owners: readonly KeyOwner[]): Promise<PublicKeys> {
  const found = await Promise.all(owners.map(async (owner) => {
    try {
      return [[keyName(owner), await publicKey(client, owner)] as const];
    } catch (cause) {
      const trouble = troubleIn(cause);
      if (trouble === undefined || trouble.passing) throw cause;
      return [];
    }
  }));
  return new Map(found.flat());
}

async function publicKey(client: KMSClient, owner: KeyOwner): Promise<KeyObject> {
  try {
    const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId: signingAlias(owner.stage, owner.signer) }));
    return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  } catch (cause) {
    throw missing(cause, owner);
  }
}

function missing(cause: unknown, { stage, signer }: KeyOwner): unknown {
  if (!(cause instanceof Error && cause.name === 'NotFoundException')) return cause;
  return new Trouble('asked', `there is no key ${signingAlias(stage, signer)} in this account and region: --stage must name a stage whose stack ${stage}-Delivery is deployed, and the credentials must be of its account`);
}

/** Believes what `keys` vouch for; of an owner whose key is not among them nothing can be told. */
export const proofsBy = (keys: PublicKeys): Proofs => ({
  hash,
  vouches: (owner, text, signature) => {
    const key = keys.get(keyName(owner));
    return key && verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
  },
});
