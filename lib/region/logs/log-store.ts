import type { Instant } from '../../core/units';
import { ServiceError } from '../service-error';

export interface LogEvent {
  readonly at: Instant;
  readonly stream: string;
  readonly message: string;
}

/** Somebody who is shown every event of a group as it comes in. */
export type Subscriber = (event: LogEvent) => void;

/** A group holds at most this many events; the oldest go first. A rehearsal writes far fewer. */
const MOST_EVENTS = 200_000;

interface Group {
  readonly name: string;
  readonly events: LogEvent[];
  readonly subscribers: Map<string, Subscriber>;
}

/** CloudWatch Logs: groups, streams, and what is done with each event on its way in. */
export class LogStore {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly onEvent: Subscriber) {}

  create(name: string): void {
    if (this.groups.has(name)) throw new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
    this.groups.set(name, { name, events: [], subscribers: new Map() });
  }

  has(name: string): boolean {
    return this.groups.has(name);
  }

  remove(name: string): void {
    this.groups.delete(name);
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  put(group: string, event: LogEvent): void {
    const { events, subscribers } = this.group(group);
    events.push(event);
    if (events.length > MOST_EVENTS) events.splice(0, events.length - MOST_EVENTS);
    this.onEvent(event);
    for (const subscriber of subscribers.values()) subscriber(event);
  }

  subscribe(group: string, name: string, subscriber: Subscriber): void {
    this.group(group).subscribers.set(name, subscriber);
  }

  unsubscribe(group: string, name: string): void {
    this.groups.get(group)?.subscribers.delete(name);
  }

  events(group: string, filter: (event: LogEvent) => boolean = () => true): readonly LogEvent[] {
    return this.group(group).events.filter(filter);
  }

  /** The newest events of all groups, oldest first. */
  newest(count: number): readonly LogEvent[] {
    const tails = [...this.groups.values()].flatMap(({ events }) => events.slice(-count));
    return tails.sort((left, right) => left.at - right.at).slice(-count);
  }

  private group(name: string): Group {
    const found = this.groups.get(name);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    return found;
  }
}
