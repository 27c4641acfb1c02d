import { dice, type Dice } from '../../core/chance';
import { millis } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { FromLoad, LoadPlan, ToLoad } from './messages';
import { Mix } from './mix';
import { sender } from './send';
import { Tally } from './tally';

const TELL_EVERY = millis(100);

const tell = (message: FromLoad): void => {
  process.send?.(message);
};

const stopping = new AbortController();
process.on('message', (message: ToLoad) => {
  if (message.kind === 'finish') stopping.abort();
  else void run(message.plan);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

/**
 * Sends requests at their own times, whether or not earlier ones are answered (an open model): a slow service does not
 * make its customers come less often. Latency counts from the moment at which a request should have been sent.
 */
async function run({ operations, rate, seed, target }: LoadPlan): Promise<void> {
  const chance = dice(seed);
  const mix = new Mix(operations, chance.named('mix'), `load-${seed}`);
  const customers = sender(target);
  const tally = new Tally();
  const keys = { written: [] as string[], sent: [] as string[] };
  const underWay = new Set<Promise<void>>();

  const serve = async (intended: number): Promise<void> => {
    const customer = mix.next();
    const late = performance.now() - intended;
    const outcome = await customers.send(customer);
    if (outcome.end === 'succeeded') {
      mix.succeeded(customer);
      if (customer.operation.effect !== 'read') keys[customer.operation.effect === 'write' ? 'written' : 'sent'].push(customer.key);
    }
    tally.add({ operation: customer.operation.id, ...outcome }, performance.now() - intended, late);
  };
  const telling = (async () => {
    while (!stopping.signal.aborted || underWay.size > 0) {
      await wallClock.sleep(TELL_EVERY);
      tell({ kind: 'counted', counts: tally.take() });
    }
  })();

  let due = performance.now();
  const gaps = chance.named('arrivals');
  while (!stopping.signal.aborted) {
    const now = performance.now();
    while (due <= now) {
      const request = serve(due);
      underWay.add(request);
      void request.finally(() => underWay.delete(request));
      due += pause(gaps, rate);
    }
    await wallClock.sleep(millis(Math.max(1, due - performance.now())));
  }
  await Promise.all(underWay);
  await telling;
  tell({ kind: 'counted', counts: tally.take() });
  await customers.close();
  tell({ kind: 'finished', keys });
}

/** Milliseconds to the next customer: independent customers make exponential gaps. */
const pause = (gaps: Dice, rate: number): number => (-Math.log(1 - gaps.roll()) / rate) * 1_000;
