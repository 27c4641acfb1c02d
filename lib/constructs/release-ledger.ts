import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ledgerTable } from '../core/ledger/names';
import { roleArn } from './principals';

export interface ReleaseLedgerProps {
  readonly stage: string;
  /** The names of the roles that may add entries. */
  readonly writers: readonly string[];
}

/**
 * What became of each release of a stage, entry after entry.
 *
 * Nobody changes an entry or takes one away, administrators included: the table itself forbids it, and can be restored to any second of
 * the last 35 days. An entry that somebody puts in the place of another breaks the chain of hashes, which is signed.
 */
export class ReleaseLedger extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { stage, writers }: ReleaseLedgerProps) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const tableName = ledgerTable(stage);
    // The table's own ARN: a policy in it cannot refer to it.
    const forbid = (actions: string[], conditions?: Record<string, object>): iam.PolicyStatement => new iam.PolicyStatement({
      effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources: [`arn:aws:dynamodb:${region}:${account}:table/${tableName}`], ...(conditions && { conditions }),
    });
    this.table = new dynamodb.Table(this, 'Table', {
      tableName,
      partitionKey: { name: 'service', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sequence', type: dynamodb.AttributeType.NUMBER },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      resourcePolicy: new iam.PolicyDocument({
        statements: [
          forbid(['dynamodb:DeleteItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate']),
          forbid(['dynamodb:PutItem'], { ArnNotEquals: { 'aws:PrincipalArn': writers.map((name) => roleArn(account, name)) } }),
        ],
      }),
    });
  }
}
