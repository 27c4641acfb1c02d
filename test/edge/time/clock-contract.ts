import type { Clock } from '../../../lib/core/time';
import { hours, seconds, type Millis } from '../../../lib/core/units';

/** A clock, and how its time is made to pass. */
export interface OpenedClock {
  readonly clock: Clock;
  readonly pass: (span: Millis) => Promise<void>;
}

/** What every clock does. */
export function clockContract(name: string, open: () => OpenedClock): void {
  describe(name, () => {
    test('a sleeper wakes when its span has passed, and not before', async () => {
      const { clock, pass } = open();
      const woken = jest.fn();
      void clock.sleep(seconds(10)).then(woken);
      await pass(seconds(9));
      expect(woken).not.toHaveBeenCalled();
      await pass(seconds(1));
      expect(woken).toHaveBeenCalledTimes(1);
    });

    test('its time moves by what has passed', async () => {
      const { clock, pass } = open();
      const start = clock.now();
      await pass(seconds(30));
      expect(clock.now() - start).toBeCloseTo(30_000, 0);
    });

    test('sleepers wake in the order in which they are due', async () => {
      const { clock, pass } = open();
      const order: string[] = [];
      void clock.sleep(seconds(3)).then(() => order.push('third'));
      void clock.sleep(seconds(1)).then(() => order.push('first'));
      void clock.sleep(seconds(2)).then(() => order.push('second'));
      await pass(seconds(5));
      expect(order).toEqual(['first', 'second', 'third']);
    });

    test('a woken sleeper that sleeps again wakes in the same passage of time', async () => {
      const { clock, pass } = open();
      let naps = 0;
      void (async () => {
        for (;;) {
          await clock.sleep(seconds(1));
          naps += 1;
        }
      })();
      await pass(seconds(4));
      expect(naps).toBe(4);
    });

    test('an aborted sleeper is told the reason, and no longer waits', async () => {
      const { clock, pass } = open();
      const over = new AbortController();
      const sleeping = clock.sleep(hours(1), over.signal);
      const reason = new Error('given up');
      over.abort(reason);
      await expect(sleeping).rejects.toBe(reason);
      await pass(hours(2));
    });

    test('whoever is aborted before does not fall asleep', async () => {
      const { clock } = open();
      await expect(clock.sleep(hours(1), AbortSignal.abort('too late'))).rejects.toBe('too late');
    });

    test('a span of nothing, or of less, is over at once', async () => {
      const { clock, pass } = open();
      const woken = jest.fn();
      void clock.sleep(seconds(0)).then(woken);
      void clock.sleep(seconds(-5)).then(woken);
      await pass(seconds(0));
      expect(woken).toHaveBeenCalledTimes(2);
    });

    test('a span of more days than a timer of the system can hold is not over early', async () => {
      const { clock, pass } = open();
      const woken = jest.fn();
      void clock.sleep(hours(24 * 40)).then(woken);
      await pass(hours(24 * 39));
      expect(woken).not.toHaveBeenCalled();
      await pass(hours(24));
      expect(woken).toHaveBeenCalledTimes(1);
    });
  });
}
