import type { Millis } from '../../core/units';

/** Longest delay that a Node timer can hold, about 25 days; a longer one fires at once. */
const LONGEST_TIMER = 2_147_483_647;

/** Resolves after `span` of wall time, or rejects with the signal's reason as soon as it is aborted. */
export function pause(span: Millis, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    let left = Math.max(0, span);
    let timer: NodeJS.Timeout;
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const wait = (): void => {
      const part = Math.min(left, LONGEST_TIMER);
      timer = setTimeout(() => {
        left -= part;
        if (left > 0) return wait();
        signal?.removeEventListener('abort', stop);
        resolve();
      }, part);
    };
    signal?.addEventListener('abort', stop, { once: true });
    wait();
  });
}
