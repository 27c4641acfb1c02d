import { dice } from '../../../core/chance';
import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';
import { identifiers } from '../../identifiers';
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
    else await configure(message);
  });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
tell({ kind: 'ready' });

async function configure({ version, configuration }: Extract<ToBalancer, { kind: 'configure' }>): Promise<void> {
  try {
    tell({ kind: 'configured', version, listening: await balancer?.configure(configuration) ?? {} });
  } catch (thrown) {
    tell({ kind: 'not-configured', version, why: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function start(seed: number, nodes: number): Balancer {
  const chance = dice(seed);
  const ids = identifiers(chance.named('traces'));
  const started = new Balancer({ roll: () => chance.roll(), nodes, newTrace: () => `1-${Math.floor(wallClock.now() / 1_000).toString(16)}-${ids.hex(24)}`, tell });
  void (async () => {
    for (;;) {
      await wallClock.sleep(TELL_EVERY);
      const served = started.tally.take();
      if (served.length > 0) tell({ kind: 'served', served });
    }
  })();
  return started;
}
