import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** A minute is how long something away is left alone, so this many deliveries are more than a failover. */
const mostDeliveries = 5;

/**
 * Work that waits: its queue, the place where it is set aside when nobody could do it, the lease that says which release consumes,
 * and what comes of the work.
 *
 * A queue delivers at least once, so a message has one effect because the effect is filed under the message's own key, in one
 * transaction with the lease. The tables survive their stack; messages last for four days, and for two weeks when set aside.
 */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly setAside: sqs.Queue;
  /** One item, under the key `worker`: the release that consumes, and the epoch of that. */
  readonly lease: dynamodb.Table;
  readonly digests: dynamodb.Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const common = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.setAside = new sqs.Queue(this, 'SetAside', { ...common, retentionPeriod: Duration.days(14) });
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      // Whoever receives says how long for; this holds for somebody who does not.
      visibilityTimeout: Duration.minutes(1),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.setAside as sqs.IQueue, maxReceiveCount: mostDeliveries },
    });
    this.lease = this.table('Lease', { partitionKey: text('lease') });
    this.digests = this.table('Digests', { partitionKey: text('shopId'), sortKey: text('digestKey'), timeToLiveAttribute: 'expiresAt' });
  }

  private table(id: string, keys: Pick<dynamodb.TableProps, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute'>): dynamodb.Table {
    return new dynamodb.Table(this, id, {
      ...keys,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
