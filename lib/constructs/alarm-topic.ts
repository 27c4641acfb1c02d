import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Where the stage's alarms speak. Who listens is subscribed by hand or by the stacks that come later. */
export class AlarmTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: { readonly stage: string; readonly key: IKey }) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { displayName: `Changeover ${props.stage}`, masterKey: props.key, enforceSSL: true });
    const { partition, region, account } = Stack.of(this);
    // A topic with a policy of its own has lost the default one, which would have let the account's alarms in.
    this.topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [this.topic.topicArn],
      conditions: { ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` } },
    }));
  }
}
