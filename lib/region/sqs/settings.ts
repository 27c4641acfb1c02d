import { fieldsOf, isTrue, refuseOthers, wholeNumber, type Fields } from '../fields';
import { ServiceError } from '../service-error';

/** What a standard queue does with its messages. Times in seconds, as SQS gives them. */
export interface QueueSettings {
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly waitSeconds: number;
  readonly largestBytes: number;
  readonly redrive: { readonly deadLetterArn: string; readonly mostReceives: number } | undefined;
}

const INVALID = 'InvalidAttributeValue';
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html: 1 MiB. */
const LARGEST_BYTES = 1_048_576;

/** Reads the properties of an `AWS::SQS::Queue`. @throws ServiceError in the service's words, or naming what the region does not do */
export function readSettings(properties: Fields): QueueSettings {
  refuseOthers('AWS::SQS::Queue', properties, {
    served: ['QueueName', 'VisibilityTimeout', 'MessageRetentionPeriod', 'DelaySeconds', 'ReceiveMessageWaitTimeSeconds', 'MaximumMessageSize', 'RedrivePolicy', 'FifoQueue'],
    withoutEffect: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
  });
  if (isTrue(properties['FifoQueue'])) throw new ServiceError(INVALID, 'the region has standard queues, got FifoQueue');
  const within = (name: string, range: readonly [number, number], otherwise: number): number => wholeNumber(name, properties[name], range, otherwise);
  return {
    visibilitySeconds: within('VisibilityTimeout', [0, 43_200], 30), retentionSeconds: within('MessageRetentionPeriod', [60, 1_209_600], 345_600), delaySeconds: within('DelaySeconds', [0, 900], 0),
    waitSeconds: within('ReceiveMessageWaitTimeSeconds', [0, 20], 0), largestBytes: within('MaximumMessageSize', [1_024, LARGEST_BYTES], LARGEST_BYTES),
    redrive: properties['RedrivePolicy'] === undefined ? undefined : readRedrive(properties['RedrivePolicy']),
  };
}

/** An object, or its JSON. */
function readRedrive(given: unknown): NonNullable<QueueSettings['redrive']> {
  const policy = fieldsOf(typeof given === 'string' ? JSON.parse(given) : given);
  refuseOthers('RedrivePolicy', policy, { served: ['deadLetterTargetArn', 'maxReceiveCount'] }, INVALID);
  const arn = policy['deadLetterTargetArn'];
  if (typeof arn !== 'string' || !arn.startsWith('arn:aws:sqs:')) throw new ServiceError(INVALID, `Value ${JSON.stringify(given)} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.`);
  return { deadLetterArn: arn, mostReceives: wholeNumber('maxReceiveCount', policy['maxReceiveCount'], [1, 1_000]) };
}
