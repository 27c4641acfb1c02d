import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LeaseBook } from './lease';

/** The key of the one item in the table; the deployment function writes it under the same. */
export const LEASE_KEY = { lease: { S: 'worker' } } as const;

export function dynamoLeaseBook(dynamo: DynamoDBClient, table: string): LeaseBook {
  return {
    current: async () => {
      const { Item } = await dynamo.send(new GetItemCommand({ TableName: table, Key: LEASE_KEY, ConsistentRead: true }));
      const { release, epoch } = Item ?? {};
      return release?.S === undefined || epoch?.N === undefined ? undefined : { release: release.S, epoch: Number(epoch.N) };
    },
  };
}
