import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';

const BYTES_IN_MB = 1_048_576;
const LOOK_EVERY = millis(20);

/** The most memory that this process has used. */
export const maxMemoryMb = (): number => Math.ceil(process.resourceUsage().maxRSS / 1_024);

/** Kills this process as soon as it uses more than it was given, as Lambda does; disposing ends the watch. */
export function watchMemory(limitMb: number): Disposable {
  const over = new AbortController();
  void (async () => {
    for (;;) {
      await wallClock.sleep(LOOK_EVERY, over.signal);
      if (process.memoryUsage.rss() > limitMb * BYTES_IN_MB) process.kill(process.pid, 'SIGKILL');
    }
  })().catch(() => undefined);
  return { [Symbol.dispose]: () => over.abort() };
}
