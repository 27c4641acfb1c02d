import { ledgerTable, signingAlias } from '../../../lib/core/ledger/names';

type Make = (type: string, properties: Readonly<Record<string, unknown>>) => Promise<{ readonly physicalId: string }>;

export interface LedgerReaders {
  /** Accounts that may sign; their own policies decide who. */
  readonly signers: readonly string[];
  /** Accounts that may read the public keys. */
  readonly readers?: readonly string[];
}

const reading = ['kms:GetPublicKey', 'kms:Verify'];

/** The table and the keys of a stage, by the names of its Delivery stack. */
export async function makeStageLedger(make: Make, stage: string, { signers, readers = [] }: LedgerReaders): Promise<void> {
  await make('AWS::DynamoDB::Table', {
    TableName: ledgerTable(stage), KeySchema: [{ AttributeName: 'service', KeyType: 'HASH' }, { AttributeName: 'sequence', KeyType: 'RANGE' }],
    AttributeDefinitions: [{ AttributeName: 'service', AttributeType: 'S' }, { AttributeName: 'sequence', AttributeType: 'N' }],
  });
  const allow = (accounts: readonly string[], Action: string | readonly string[]) => ({ Effect: 'Allow', Principal: { AWS: accounts }, Action, Resource: '*' });
  for (const signer of ['build', 'verdict'] as const) {
    const { physicalId } = await make('AWS::KMS::Key', {
      KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', KeyPolicy: { Version: '2012-10-17', Statement: [allow([...signers, ...readers], reading), ...(signers.length === 0 ? [] : [allow(signers, 'kms:Sign')])] },
    });
    await make('AWS::KMS::Alias', { AliasName: signingAlias(stage, signer), TargetKeyId: physicalId });
  }
}
