import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Checked } from '../../../core/checked';
import { append } from '../../../core/ledger/append';
import type { Fact, SignedEntry } from '../../../core/ledger/fact';
import type { KeyOwner } from '../../../core/ledger/proofs';
import type { Instant } from '../../../core/units';
import type { Asked } from '../find-service';
import type { ClientSettings } from '../operated-service';
import { publicKeys, readableKeys, signingOf, type PublicKeys } from './keys';
import { ledgerIn, readLedger } from './table';

/** The ledger of a service in a stage, where credentials lead. Every method throws what the SDK throws, or a `Trouble`. */
export interface StageLedger extends Asked {
  /** As it lies there; nothing of it is believed yet. */
  read(): Promise<Checked<readonly SignedEntry[]>>;
  /** The same; what cannot be read is `Trouble`. */
  entries(): Promise<readonly SignedEntry[]>;
  /** The stage's own public keys, and those of other stages that can be read from here. */
  keys(others: readonly KeyOwner[]): Promise<PublicKeys>;
  /** Says something at its end, in the name of whoever the credentials are of. @param now by the clock of whoever says it */
  say(fact: Fact, now: Instant): Promise<SignedEntry>;
  /** The caller's ARN. */
  caller(): Promise<string>;
}

export interface LedgerSettings extends ClientSettings {
  /** Of the shared configuration, in place of what the environment says. */
  readonly profile?: string;
}

/** A profile is asked for in so many words: that the environment has keys too is no news. */
const quiet = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {}

export function stageLedger(asked: Asked, given: LedgerSettings = {}): StageLedger {
  const { stage, service } = asked;
  const settings = given.profile === undefined ? given : { ...given, logger: quiet };
  const [table, kms, sts] = [new DynamoDBClient(settings), new KMSClient(settings), new STSClient(settings)];
  const ledger = ledgerIn(table, asked);
  const caller = async (): Promise<string> => (await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  return {
    stage, service, caller,
    read: () => readLedger(table, asked),
    entries: () => ledger.entries(),
    async keys(others) {
      const [own, foreign] = await Promise.all([publicKeys(kms, [{ stage, signer: 'build' }, { stage, signer: 'verdict' }]), readableKeys(kms, others)]);
      return new Map([...own, ...foreign]);
    },
    say: async (fact, now) => append(ledger, signingOf(kms, stage), { stage, service, fact, now: new Date(now).toISOString(), by: await caller() }),
  };
}

/** Whose verdicts a ledger holds. */
export const vouchersIn = (chain: readonly SignedEntry[]): readonly KeyOwner[] => {
  const stages = new Set(chain.flatMap(({ entry: { fact } }) => (fact.kind === 'promoted' ? [fact.from] : [])));
  return [...stages].map((stage) => ({ stage, signer: 'verdict' }));
};
