import { millis, seconds } from '../../../lib/core/units';
import { wallClock } from '../../../lib/edge/time/wall-clock';

/** Looks again and again until `look` gives something, for what only a real process can bring about. @throws after ten seconds, with `what` */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = wallClock.now() + seconds(10);
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (wallClock.now() > deadline) throw new Error(`waited 10 s in vain: ${what}`);
    await wallClock.sleep(millis(5));
  }
}
