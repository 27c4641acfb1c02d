import type { Operation } from '../endpoint/json-protocol';
import { refuseOthers, textOf } from '../fields';
import { ServiceError } from '../service-error';
import type { Topics } from './topics';

/** The operations of Amazon SNS that a service or a script uses. */
export function topicOperations(topics: Topics): Readonly<Record<string, Operation>> {
  return {
    Publish: async (input) => {
      refuseOthers('Publish', input, { served: ['TopicArn', 'Message', 'Subject'] }, 'InvalidParameter');
      const topic = textOf(input['TopicArn']);
      if (topic === undefined) throw new ServiceError('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: topics.publish(topic, String(input['Message'] ?? ''), textOf(input['Subject'])).id };
    },
  };
}
