import type { Instant } from '../../core/units';
import { ServiceError } from '../service-error';
import type { Message, Queue } from './queue';

type Texts = Readonly<Record<string, string>>;

/** The attributes of a queue that were asked for; all of them for `All`. @throws ServiceError `InvalidAttributeName` */
export function describeQueue(queue: Queue, wanted: readonly string[], now: Instant): Texts {
  const { settings } = queue;
  const { visible, delayed, inFlight } = queue.counts(now);
  const created = String(Math.floor(queue.createdAt / 1_000));
  return pick(wanted, {
    QueueArn: queue.arn, ApproximateNumberOfMessages: String(visible), ApproximateNumberOfMessagesDelayed: String(delayed), ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: created, LastModifiedTimestamp: created, VisibilityTimeout: String(settings.visibilitySeconds), MaximumMessageSize: String(settings.largestBytes),
    MessageRetentionPeriod: String(settings.retentionSeconds), DelaySeconds: String(settings.delaySeconds), ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    ...(settings.redrive === undefined ? {} : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: settings.redrive.deadLetterArn, maxReceiveCount: settings.redrive.mostReceives }) }),
  });
}

/** The system attributes of a message that were asked for. */
export function describeMessage({ sender, sentAt, firstReceivedAt, receives }: Message, wanted: readonly string[]): { readonly Attributes?: Texts } {
  if (wanted.length === 0) return {};
  return { Attributes: pick(wanted, {
    SenderId: sender, SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives), ApproximateFirstReceiveTimestamp: String(firstReceivedAt ?? sentAt),
  }) };
}

function pick(wanted: readonly string[], all: Texts): Texts {
  const unknown = wanted.filter((name) => name !== 'All' && name !== 'RedrivePolicy' && all[name] === undefined);
  if (unknown.length > 0) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown.join(', ')}.`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)));
}
