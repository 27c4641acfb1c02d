import { after, seconds, type Instant } from '../../core/units';
import type { Place } from '../place';
import type { QueueSettings } from './settings';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sender: string;
  /** When it was sent, on the machine's clock and on the model's. */
  readonly sentAt: Instant;
  readonly sentInModel: Instant;
  readonly delayed: boolean;
  visibleAt: Instant;
  firstReceivedAt: Instant | undefined;
  receives: number;
}

/** How many messages wait, are delayed, or are with somebody. */
export interface Counts {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/** A standard queue: its messages in the order in which they came. Time comes in as an argument. */
export class Queue {
  readonly messages: Message[] = [];

  constructor(readonly arn: string, readonly url: string, readonly name: string, readonly place: Place, readonly createdAt: Instant, public settings: QueueSettings) {}

  /** Up to `most` messages that nobody has, hidden from now on; what was received too often comes apart. */
  take(most: number, hiddenSeconds: number, now: Instant): { readonly taken: readonly Message[]; readonly worn: readonly Message[] } {
    const ready = this.messages.filter(({ visibleAt }) => visibleAt <= now);
    const worn = ready.filter(({ receives }) => this.settings.redrive !== undefined && receives >= this.settings.redrive.mostReceives);
    for (const message of worn) this.drop(message);
    const taken = ready.filter((message) => !worn.includes(message)).slice(0, most);
    for (const message of taken) {
      message.visibleAt = after(now, seconds(hiddenSeconds));
      message.firstReceivedAt ??= now;
      message.receives += 1;
    }
    return { taken, worn };
  }

  /** The next moment at which a hidden message can be received. */
  nextVisible(): Instant | undefined {
    return this.messages.map(({ visibleAt }) => visibleAt).sort((one, other) => one - other)[0];
  }

  drop(message: Message): void {
    const index = this.messages.indexOf(message);
    if (index >= 0) this.messages.splice(index, 1);
  }

  /** What was kept for longer than the queue keeps. */
  forget(nowInModel: Instant): void {
    for (const message of this.messages.filter(({ sentInModel }) => sentInModel <= nowInModel - seconds(this.settings.retentionSeconds))) this.drop(message);
  }

  counts(now: Instant): Counts {
    const hidden = this.messages.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter((message) => message.delayed && message.receives === 0).length;
    return { visible: this.messages.length - hidden.length, delayed, inFlight: hidden.length - delayed };
  }
}
