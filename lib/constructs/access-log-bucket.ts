import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';

export interface AccessLogBucketProps {
  readonly keepFor: Duration;
  /** The prefixes under which load balancers write; no other is open to them. */
  readonly prefixes: readonly string[];
}

/** Where load balancers write their access logs. It survives its stack. */
export class AccessLogBucket extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Bucket', {
      // Load balancers can write to no bucket that is encrypted with a key of ours.
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [{ expiration: props.keepFor }],
    });
    // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
    this.bucket = bucket as s3.IBucket;
    for (const prefix of props.prefixes) this.letBalancersWrite(prefix);
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This bucket is where access logs go; logging its own access would never end',
    });
  }

  /** Newer regions write as the service; older ones, Seoul among them, began with an account of the service. Both are let in. */
  private letBalancersWrite(prefix: string): void {
    const { account, region } = Stack.of(this);
    const serviceAccount = RegionInfo.get(region).elbv2Account;
    this.bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [
        new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com'),
        ...(serviceAccount === undefined ? [] : [new iam.AccountPrincipal(serviceAccount)]),
      ],
      actions: ['s3:PutObject'],
      resources: [this.bucket.arnForObjects(`${prefix}/AWSLogs/${account}/*`)],
    }));
  }
}
