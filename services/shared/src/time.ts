/** Where the service takes time from. This is the only file that asks the machine. */
export interface Time {
  now(): Date;
  /** Milliseconds on a clock that never goes back: for measuring, not for dates. */
  elapsedMs(): number;
  sleep(ms: number): Promise<void>;
  /** Repeats `action` until the answer is called. */
  every(ms: number, action: () => void): () => void;
  /** A signal that is aborted after `ms`. */
  limit(ms: number): AbortSignal;
}

export const machineTime: Time = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  every: (ms, action) => {
    const timer = setInterval(action, ms);
    return () => clearInterval(timer);
  },
  limit: (ms) => AbortSignal.timeout(ms),
};
