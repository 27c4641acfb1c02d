import type { Providers, ResourceProvider } from '../cloudformation/provider';
import { listOf, refuseOthers, refuseUnless, textOf } from '../fields';
import type { Identifiers } from '../identifiers';
import { arnOf } from '../place';
import { ServiceError } from '../service-error';
import type { Topics } from './topics';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const PROTOCOLS = ['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'];

/** The CloudFormation types of SNS that have behaviour here. */
export const topicResources = (topics: Topics, ids: Identifiers): Providers => ({ 'AWS::SNS::Topic': topic(topics, ids), 'AWS::SNS::Subscription': subscription(topics) });

function topic(topics: Topics, ids: Identifiers): ResourceProvider {
  return {
    async create({ place, properties, stackName, logicalId }) {
      refuseOthers('AWS::SNS::Topic', properties, { served: ['TopicName', 'Subscription', 'FifoTopic', 'KmsMasterKeyId'], withoutEffect: ['DisplayName', 'Tags', 'SignatureVersion', 'TracingConfig'] });
      refuseUnless('AWS::SNS::Topic.FifoTopic', properties['FifoTopic'], [false]);
      const name = String(properties['TopicName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw new ServiceError('InvalidParameter', 'Invalid parameter: Topic Name');
      const arn = arnOf('sns', place, name);
      if (topics.has(arn)) throw new ServiceError('AlreadyExists', `${arn} already exists`);
      topics.create(arn, textOf(properties['KmsMasterKeyId']));
      for (const { Protocol, Endpoint } of listOf(properties['Subscription'])) subscribe(topics, arn, Protocol, Endpoint);
      return { physicalId: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
    update: async (_, existing) => existing,
    async delete(_, { physicalId }) {
      topics.remove(physicalId);
    },
  };
}

function subscription(topics: Topics): ResourceProvider {
  return {
    async create({ properties }) {
      refuseOthers('AWS::SNS::Subscription', properties, { served: ['TopicArn', 'Protocol', 'Endpoint'], withoutEffect: ['Region', 'RawMessageDelivery', 'DeliveryPolicy', 'RedrivePolicy'] });
      const arn = subscribe(topics, String(properties['TopicArn']), properties['Protocol'], properties['Endpoint']);
      return { physicalId: arn, attributes: { Arn: arn } };
    },
    update: async () => 'replace',
    async delete(_, { physicalId }) {
      topics.unsubscribe(physicalId);
    },
  };
}

function subscribe(topics: Topics, arn: string, protocol: unknown, endpoint: unknown): string {
  if (!PROTOCOLS.includes(String(protocol))) throw new ServiceError('InvalidParameter', `Invalid parameter: Does not support this protocol string: ${String(protocol)}`);
  return topics.subscribe(arn, String(protocol), String(endpoint));
}
