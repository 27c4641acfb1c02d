import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** The keys of one stage, one for each kind of content, so that a reader of logs is not a reader of data. */
export class StageKeys extends Construct {
  /** Database storage, its insights, and the master user's secret. */
  readonly data: kms.Key;
  readonly logs: kms.Key;
  /** What alarms say. */
  readonly notices: kms.Key;

  constructor(scope: Construct, id: string, props: { readonly stage: string }) {
    super(scope, id);
    const key = (name: string, content: string): kms.Key =>
      new kms.Key(this, name, {
        alias: `changeover/${props.stage}/${name.toLowerCase()}`,
        description: content,
        enableKeyRotation: true,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    this.data = key('Data', 'Database storage and secrets');
    this.logs = key('Logs', 'Log groups');
    this.notices = key('Notices', 'Alarm topics');
    this.logs.addToResourcePolicy(logsMayUse(this));
    this.notices.addToResourcePolicy(alarmsMayUse());
  }
}

/** CloudWatch Logs encrypts with the key itself, and names the log group that it does it for. */
function logsMayUse(scope: Construct): iam.PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
  });
}

/**
 * Without this an alarm on an encrypted topic is silent: the publication fails and nobody is told.
 *
 * No condition on the source: AWS does not document that it is passed on to KMS, and a condition that never holds is that silence.
 */
function alarmsMayUse(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
  });
}
