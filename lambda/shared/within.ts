/**
 * Runs `work` for at most `ms`; its signal is aborted when they are over.
 *
 * @throws what `work` throws, or, when time is over, an error that says so, without waiting for `work` to notice
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = new Error(`not finished within ${Math.max(0, Math.round(ms / 1_000))} s`);
      reject(late);
      controller.abort(late);
    }, Math.max(0, ms));
  });
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
