import { TransactionCanceledException, TransactWriteItemsCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Unavailable } from '../../../shared/src/unavailable';
import type { Digest } from '../digest/digest';
import type { DigestStore } from './digest-store';
import { LEASE_KEY } from './dynamo-lease-book';

/** How long the digest of a probe is kept, in seconds. */
const PROBE_KEPT_S = 86_400;

export function dynamoDigestStore(dynamo: DynamoDBClient, tables: { readonly lease: string; readonly digests: string }): DigestStore {
  return {
    file: async (digest, { release, epoch }) => {
      const stands = {
        TableName: tables.lease,
        Key: LEASE_KEY,
        ConditionExpression: '#release = :release AND epoch = :epoch',
        ExpressionAttributeNames: { '#release': 'release' },
        ExpressionAttributeValues: { ':release': { S: release }, ':epoch': { N: String(epoch) } },
      };
      const once = { TableName: tables.digests, Item: itemOf(digest), ConditionExpression: 'attribute_not_exists(shopId)' };
      try {
        await dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: stands }, { Put: once }] }));
        return 'filed';
      } catch (cause) {
        const [lease, filed] = cause instanceof TransactionCanceledException ? cause.CancellationReasons ?? [] : [];
        if (lease?.Code === 'ConditionalCheckFailed') return 'lease-lost';
        if (filed?.Code === 'ConditionalCheckFailed') return 'there-already';
        throw new Unavailable('digests-unavailable', 'the digest could not be filed', cause);
      }
    },
  };
}

function itemOf({ request, composedAt, release, statistics, ranking }: Digest): Record<string, AttributeValue> {
  const { shopId, key, day, requestId, synthetic } = request;
  return {
    shopId: { S: shopId },
    digestKey: { S: key },
    day: { S: day },
    requestId: { S: requestId },
    composedAt: { S: composedAt.toISOString() },
    composedBy: { S: release },
    content: { S: JSON.stringify({ statistics, ranking }) },
    // The table's time to live: what probes leave goes away by itself.
    ...(synthetic ? { expiresAt: { N: String(Math.floor(composedAt.getTime() / 1_000) + PROBE_KEPT_S) } } : {}),
  };
}
