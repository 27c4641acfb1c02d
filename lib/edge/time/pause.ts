import type { Millis } from '../../core/units';

/** Longest delay that a Node timer can hold; a longer one fires at once. */
const LONGEST_TIMER = 2_147_483_647;

/** Resolves after `span` of wall time, or rejects with the signal's reason as soon as it is aborted. */
export function pause(span: Millis, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, Math.min(Math.max(0, span), LONGEST_TIMER));
    signal?.addEventListener('abort', stop, { once: true });
  });
}
