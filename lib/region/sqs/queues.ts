import type { Clock } from '../../core/time';
import { after, between, seconds, type Instant } from '../../core/units';
import { everyMinute } from '../cloudwatch/every-minute';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { Identifiers } from '../identifiers';
import { arnOf, type Place } from '../place';
import { ServiceError } from '../service-error';
import { Queue, type Message } from './queue';
import type { QueueSettings } from './settings';

export interface QueuePorts {
  /** Metrics and retention. */
  readonly model: Clock;
  /** Visibility, delays and long polls: they guard processes, and processes work in wall time. */
  readonly wall: Clock;
  readonly ids: Identifiers;
  readonly metrics: Pick<MetricStore, 'put'>;
}

/** Amazon SQS: standard queues. */
export class Queues implements Disposable {
  readonly queues = new Map<string, Queue>();
  private readonly closing = new AbortController();
  /** Long polls that end when something comes. */
  private readonly polls = new Map<Queue, Set<AbortController>>();

  constructor(private readonly ports: QueuePorts) {}

  /** @throws ServiceError `QueueNameExists` */
  create(place: Place, name: string, settings: QueueSettings): Queue {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new ServiceError('InvalidParameterValue', 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
    const arn = arnOf('sqs', place, name);
    if (this.queues.has(arn)) throw new ServiceError('QueueNameExists', 'A queue already exists with the same name and a different value for attribute');
    const queue = new Queue(arn, `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`, name, place, this.ports.model.now(), settings);
    this.queues.set(arn, queue);
    void this.measure(queue).catch(() => undefined);
    return queue;
  }

  /** By its URL. @throws ServiceError `QueueDoesNotExist` */
  at(url: unknown): Queue {
    const found = [...this.queues.values()].find((queue) => queue.url === url);
    if (found === undefined) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
    return found;
  }

  remove(arn: string): void {
    this.queues.delete(arn);
  }

  send(queue: Queue, body: string, sender: string, delaySeconds = queue.settings.delaySeconds): Message {
    const bytes = Buffer.byteLength(body);
    if (bytes > queue.settings.largestBytes) throw new ServiceError('InvalidParameterValue', `One or more parameters are invalid. Reason: Message must be shorter than ${queue.settings.largestBytes} bytes.`);
    const now = this.ports.wall.now();
    const message: Message = {
      id: this.ports.ids.uuid(), body, sender, sentAt: now, sentInModel: this.ports.model.now(), delayed: delaySeconds > 0, visibleAt: after(now, seconds(delaySeconds)), firstReceivedAt: undefined, receives: 0,
    };
    queue.messages.push(message);
    this.count(queue, 'NumberOfMessagesSent');
    this.count(queue, 'SentMessageSize', bytes);
    this.wake(queue);
    return message;
  }

  /** Waits for messages for as long as it is told; an empty answer says that none came. */
  async receive(queue: Queue, most: number, hiddenSeconds: number, waitSeconds: number): Promise<readonly Message[]> {
    const deadline = after(this.ports.wall.now(), seconds(waitSeconds));
    for (;;) {
      const taken = this.take(queue, most, hiddenSeconds);
      const now = this.ports.wall.now();
      if (taken.length > 0 || now >= deadline || this.closing.signal.aborted) {
        this.count(queue, taken.length > 0 ? 'NumberOfMessagesReceived' : 'NumberOfEmptyReceives', taken.length || 1);
        return taken;
      }
      await this.pause(queue, between(now, Math.min(deadline, queue.nextVisible() ?? deadline) as Instant));
    }
  }

  delete(queue: Queue, message: Message): void {
    queue.drop(message);
    this.count(queue, 'NumberOfMessagesDeleted');
  }

  hide(queue: Queue, message: Message, forSeconds: number): void {
    message.visibleAt = after(this.ports.wall.now(), seconds(forSeconds));
    this.wake(queue);
  }

  now(): Instant {
    return this.ports.wall.now();
  }

  [Symbol.dispose](): void {
    this.closing.abort();
    for (const queue of this.queues.values()) this.wake(queue);
  }

  private take(queue: Queue, most: number, hiddenSeconds: number): readonly Message[] {
    queue.forget(this.ports.model.now());
    const { taken, worn } = queue.take(most, hiddenSeconds, this.ports.wall.now());
    const deadLetters = this.queues.get(queue.settings.redrive?.deadLetterArn ?? '');
    // A queue of dead letters that is not there loses nothing on AWS either: the messages stay where they are.
    for (const message of worn) (deadLetters ?? queue).messages.push(deadLetters === undefined ? { ...message, visibleAt: after(this.ports.wall.now(), seconds(hiddenSeconds)) } : message);
    if (deadLetters !== undefined && worn.length > 0) this.wake(deadLetters);
    return taken;
  }

  private async pause(queue: Queue, span: ReturnType<typeof between>): Promise<void> {
    const poll = new AbortController();
    const polls = this.polls.get(queue) ?? new Set<AbortController>();
    this.polls.set(queue, polls.add(poll));
    await this.ports.wall.sleep(span, AbortSignal.any([poll.signal, this.closing.signal])).catch(() => undefined);
    polls.delete(poll);
  }

  private wake(queue: Queue): void {
    for (const poll of this.polls.get(queue) ?? []) poll.abort();
  }

  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
  private count({ name }: Queue, metric: string, value = 1, at = this.ports.model.now()): void {
    this.ports.metrics.put({ namespace: 'AWS/SQS', name: metric, dimensions: { QueueName: name } }, at, value);
  }

  /** What a queue holds is published every minute. */
  private async measure(queue: Queue): Promise<void> {
    for await (const at of everyMinute(this.ports.model, this.closing.signal)) {
      queue.forget(this.ports.model.now());
      const { visible, delayed, inFlight } = queue.counts(this.ports.wall.now());
      const oldest = Math.min(...queue.messages.map(({ sentAt }) => sentAt), this.ports.wall.now());
      this.count(queue, 'ApproximateNumberOfMessagesVisible', visible, at);
      this.count(queue, 'ApproximateNumberOfMessagesDelayed', delayed, at);
      this.count(queue, 'ApproximateNumberOfMessagesNotVisible', inFlight, at);
      this.count(queue, 'ApproximateAgeOfOldestMessage', Math.floor((this.ports.wall.now() - oldest) / 1_000), at);
      if (this.queues.get(queue.arn) !== queue) return;
    }
  }
}
