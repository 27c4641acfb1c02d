import type { SignedEntry } from './fact';
import { ledgerTable } from './names';

/** Whose ledger. */
interface Whose {
  readonly stage: string;
  readonly service: string;
}

/**
 * What asks DynamoDB for all entries of a ledger, in their order: the input of `Query`.
 *
 * Read consistently: whoever has just written sees it, and whoever writes next knows the last one.
 */
export const entriesQuery = ({ stage, service }: Whose) => ({
  TableName: ledgerTable(stage), ConsistentRead: true, KeyConditionExpression: '#service = :service',
  ExpressionAttributeNames: { '#service': 'service' }, ExpressionAttributeValues: { ':service': { S: service } },
});

/** What writes an entry where there is none yet: the input of `PutItem`, which is refused with `ConditionalCheckFailedException` where there is one. */
export const entryPut = ({ stage, service }: Whose, signed: SignedEntry) => ({
  TableName: ledgerTable(stage), Item: { service: { S: service }, sequence: { N: String(signed.entry.sequence) }, signed: { S: JSON.stringify(signed) } },
  ConditionExpression: 'attribute_not_exists(#sequence)', ExpressionAttributeNames: { '#sequence': 'sequence' },
});
