import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { type DynamoDBClient, paginateQuery, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { spell } from '../../lib/core/checked';
import { append, type Ledger, type Signing } from '../../lib/core/ledger/append';
import type { Artifact, SignedEntry } from '../../lib/core/ledger/fact';
import { entriesQuery, entryPut } from '../../lib/core/ledger/item';
import { keyName, type KeyOwner, type Proofs } from '../../lib/core/ledger/proofs';
import { provenance } from '../../lib/core/ledger/provenance';
import { readSignedEntry } from '../../lib/core/ledger/read-signed-entry';
import type { Book } from './gateway';
import type { LedgerSettings } from './ledger-settings';

export interface BookClients {
  readonly table: DynamoDBClient;
  /** For the region in which a key lies. */
  readonly keys: (region: string) => KMSClient;
  readonly callers: STSClient;
}

/** The ledger in DynamoDB, believed as far as keys of KMS vouch for it. @param now the moment by AWS's clock */
export function awsBook({ table, keys, callers }: BookClients, settings: LedgerSettings, now: () => string): Book {
  const { stage, service } = settings;
  const ledger: Ledger = {
    async entries() {
      const entries: SignedEntry[] = [];
      const pages = paginateQuery({ client: table }, entriesQuery(settings));
      for await (const { Items = [] } of pages) entries.push(...Items.map((item) => entryIn(item['signed']?.S ?? '', `entry ${item['sequence']?.N}`)));
      return entries;
    },
    async put(signed) {
      try {
        await table.send(new PutItemCommand(entryPut(settings, signed)));
        return 'written';
      } catch (cause) {
        if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return 'someone-was-first';
        throw cause;
      }
    },
  };
  const signing: Signing = {
    hash,
    async sign(_, text) {
      const { Signature = new Uint8Array() } = await keys(regionOf(settings.verdictKey)).send(new SignCommand({
        KeyId: settings.verdictKey, Message: Buffer.from(text), MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256',
      }));
      return Buffer.from(Signature).toString('base64');
    },
  };
  return {
    async doubts(artifacts) {
      const [chain, proofs] = await Promise.all([ledger.entries(), proofsBy(keys, settings)]);
      return [...new Set(distinct(artifacts).flatMap((artifact) => provenance(artifact, chain, { stage, service, promotesFrom: settings.before?.stage, proofs })))];
    },
    async say(fact) {
      const { Arn: by = '' } = await callers.send(new GetCallerIdentityCommand({}));
      await append(ledger, signing, { stage, service, fact, by, now: now() });
    },
  };
}

const distinct = (artifacts: readonly Artifact[]): readonly Artifact[] => [...new Map(artifacts.map((artifact) => [JSON.stringify(artifact), artifact])).values()];

function entryIn(text: string, name: string): SignedEntry {
  const read = readSignedEntry(text, name);
  if (read.ok) return read.value;
  throw new Error(`the ledger cannot be read: ${read.problems.map(spell).join('; ')}`);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Keys that can be fetched; of one that cannot, nothing can be told. */
async function proofsBy(keys: BookClients['keys'], { stage, buildKey, verdictKey, before }: LedgerSettings): Promise<Proofs> {
  const known = new Map<string, KeyObject>();
  const wanted: readonly (readonly [KeyOwner, string])[] = [
    [{ stage, signer: 'build' }, buildKey], [{ stage, signer: 'verdict' }, verdictKey], ...(before === undefined ? [] : [[{ stage: before.stage, signer: 'verdict' }, before.verdictKey] as const]),
  ];
  await Promise.all(wanted.map(async ([owner, id]) => {
    const { PublicKey = new Uint8Array() } = await keys(regionOf(id)).send(new GetPublicKeyCommand({ KeyId: id }));
    known.set(keyName(owner), createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
  }));
  return {
    hash,
    vouches: (owner, text, signature) => {
      const key = known.get(keyName(owner));
      return key && verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
    },
  };
}

/** `arn:aws:kms:<region>:<account>:alias/<name>` */
const regionOf = (arn: string): string => arn.split(':')[3] ?? '';
