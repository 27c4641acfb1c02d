/** One delivery of a message. The same message may be delivered again, now or later, here or elsewhere. */
export interface Delivery {
  readonly messageId: string;
  readonly body: string;
  /** How often the message was delivered so far, this time included. */
  readonly deliveries: number;
  /** Names this delivery when it is answered. */
  readonly handle: string;
}

/** Where the wishes for digests come from. Every method throws when the queue does not answer. */
export interface WorkQueue {
  /** Waits up to `seconds` for messages. What it gives is hidden from others until it is finished, given back, or a minute is over. */
  receive(seconds: number): Promise<readonly Delivery[]>;
  /** The message is not delivered again. */
  finish(delivery: Delivery): Promise<void>;
  /** The message is delivered again after so many seconds. */
  giveBack(delivery: Delivery, afterSeconds: number): Promise<void>;
}
