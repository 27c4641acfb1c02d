import { dice } from '../../../core/chance';
import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';
import { Balancer } from './balancer';
import type { FromBalancer, ToBalancer } from './messages';

/** Often enough that a request counts in the minute in which it was served, even at sixty times real speed. */
const TELL_EVERY = millis(50);

const tell = (message: FromBalancer): void => {
  process.send?.(message);
};

let balancer: Balancer | undefined;
let queue: Promise<unknown> = Promise.resolve();

process.on('message', (message: ToBalancer) => {
  queue = queue.then(async () => {
    if (message.kind === 'start') balancer = start(message.seed, message.nodes);
    else {
      const listening = await balancer?.configure(message.configuration);
      tell({ kind: 'configured', version: message.version, listening: listening ?? {} });
    }
  });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
tell({ kind: 'ready' });

function start(seed: number, nodes: number): Balancer {
  const chance = dice(seed);
  const started = new Balancer(() => chance.roll(), nodes, tell);
  void (async () => {
    for (;;) {
      await wallClock.sleep(TELL_EVERY);
      const served = started.tally.take();
      if (served.length > 0) tell({ kind: 'served', served });
    }
  })();
  return started;
}
