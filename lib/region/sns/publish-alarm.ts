import { need } from '../iam/need';
import type { Permissions } from '../iam/permissions';
import { ownersTopicPolicy } from '../iam/policy-resources';
import type { Keys } from '../kms/keys';
import { parseArn } from '../place';
import { ServiceError } from '../service-error';
import type { Topics } from './topics';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * How CloudWatch tells a topic of an alarm: in its own name, by the topic's policy, and by that of its key. AWS's own key for SNS lets
 * nobody else in (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).
 *
 * @throws ServiceError when it may not
 */
export function alarmPublisher(topics: Topics, permissions: Permissions, keys: Keys): (topicArn: string, subject: string, message: string, alarmArn: string) => void {
  return (topicArn, subject, message, alarmArn) => {
    const { account = '', region = '' } = parseArn(topicArn) ?? {};
    const source = { arn: alarmArn, account: parseArn(alarmArn)?.account ?? '' };
    if (!permissions.resources.has(topicArn)) permissions.resources.put(topicArn, 'default', ownersTopicPolicy(topicArn, account));
    permissions.demandOfService(CLOUDWATCH, source, region, [need('sns:Publish', topicArn)]);
    const key = topics.keyOf(topicArn);
    if (key === 'alias/aws/sns') throw new ServiceError('KMSAccessDenied', 'CloudWatch Alarms does not have authorization to access the SNS topic encryption key.');
    keys.demandOfService(CLOUDWATCH, key, 'write', source);
    topics.publish(topicArn, message, subject);
  };
}
