import { ServiceError } from '../service-error';
import type { Message, Queue } from './queue';

/** A handle stands for one receive of a message; the next receive has another. */
export const handleOf = ({ arn }: Queue, { id, receives }: Message): string => Buffer.from(`${arn} ${id} ${receives}`).toString('base64');

/** The message, if the handle is of its last receive. @throws ServiceError `ReceiptHandleIsInvalid` for what is no handle of this queue */
export function messageOf(queue: Queue, handle: unknown): Message | undefined {
  const [arn, id, receives] = Buffer.from(String(handle), 'base64').toString().split(' ');
  if (arn !== queue.arn) throw new ServiceError('ReceiptHandleIsInvalid', `The input receipt handle "${String(handle)}" is not a valid receipt handle.`);
  return queue.messages.find((message) => message.id === id && String(message.receives) === receives);
}
