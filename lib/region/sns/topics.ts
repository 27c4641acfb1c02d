import type { Clock } from '../../core/time';
import type { Instant } from '../../core/units';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';

export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
}

/** A message that a topic took. */
export interface Published {
  readonly id: string;
  readonly at: Instant;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** To whom it would have gone. */
  readonly subscriptions: readonly Subscription[];
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LARGEST_BYTES = 262_144;
const LONGEST_SUBJECT = 100;

/** Amazon SNS: topics keep what they are told, and nothing leaves the region. */
export class Topics {
  readonly published: Published[] = [];
  private readonly topics = new Map<string, Map<string, Subscription>>();
  /** The keys that encrypted topics name. */
  private readonly keys = new Map<string, string>();

  constructor(private readonly clock: Pick<Clock, 'now'>, private readonly ids: Identifiers) {}

  create(arn: string, key?: string): void {
    if (key !== undefined) this.keys.set(arn, key);
    this.topics.set(arn, this.topics.get(arn) ?? new Map<string, Subscription>());
  }

  keyOf(arn: string): string | undefined {
    return this.keys.get(arn);
  }

  has(arn: string): boolean {
    return this.topics.has(arn);
  }

  remove(arn: string): void {
    this.topics.delete(arn);
  }

  /** Answers the subscription's ARN. @throws ServiceError `NotFound` */
  subscribe(topicArn: string, protocol: string, endpoint: string): string {
    const arn = `${topicArn}:${this.ids.uuid()}`;
    this.topic(topicArn).set(arn, { arn, protocol, endpoint });
    return arn;
  }

  unsubscribe(arn: string): void {
    for (const subscriptions of this.topics.values()) subscriptions.delete(arn);
  }

  /** @throws ServiceError `NotFound`, `InvalidParameter` */
  publish(topicArn: string, message: string, subject?: string): Published {
    const subscriptions = [...this.topic(topicArn).values()];
    if (message === '') throw new ServiceError('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > LARGEST_BYTES) throw new ServiceError('InvalidParameter', 'Invalid parameter: Message too long');
    if (subject !== undefined && (subject === '' || subject.length > LONGEST_SUBJECT)) throw new ServiceError('InvalidParameter', 'Invalid parameter: Subject');
    const published = { id: this.ids.uuid(), at: this.clock.now(), topicArn, subject, message, subscriptions };
    this.published.push(published);
    return published;
  }

  private topic(arn: string): Map<string, Subscription> {
    const found = this.topics.get(arn);
    if (found === undefined) throw new ServiceError('NotFound', 'Topic does not exist', 404);
    return found;
  }
}
