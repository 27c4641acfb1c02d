import { join } from 'node:path';
import { bundlePrograms } from '../../edge/processes/bundle-programs';
import { startProcess } from '../../edge/processes/start-process';
import type { Watchdog } from '../../edge/processes/watchdog';
import { seconds } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { Count, FromLoad, Keys, LoadPlan, ToLoad } from './messages';

/** Customers, coming by at their rate until `finish`. */
export interface Load extends AsyncDisposable {
  /** Sends no more and waits for every answer; gives the keys of what was acknowledged. */
  finish(): Promise<Keys>;
}

/** Bundles the generator's program into `directory`. */
export async function bundleLoad(directory: string): Promise<string> {
  return (await bundlePrograms({ load: join(__dirname, 'main.ts') }, join(directory, 'load'))).load;
}

/** Starts the load generator in a process of its own, so that what is measured is not the measuring. */
export async function startLoad(program: string, plan: LoadPlan, watchdog: Watchdog, onCounts: (counts: readonly Count[]) => void): Promise<Load> {
  let finished: (keys: Keys) => void = () => undefined;
  const keys = new Promise<Keys>((resolve) => { finished = resolve; });
  const child = await startProcess({
    command: process.execPath, args: [program], directory: '/', environment: { PATH: process.env['PATH'] ?? '' }, output: 'pipe', endedBy: 'TERM', watchdog,
    onMessage: (raw) => {
      const message = raw as FromLoad;
      if (message.kind === 'counted') onCounts(message.counts);
      else finished(message.keys);
    },
  });
  let said = '';
  child.output.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const send = (message: ToLoad): void => child.send(message);
  send({ kind: 'begin', plan });
  const died = child.ended.then(() => Promise.reject(new Error(`the load generator ended by itself: ${said.trim()}`)));
  died.catch(() => undefined);
  return {
    async finish() {
      send({ kind: 'finish' });
      const acknowledged = await Promise.race([keys, died]);
      await child.end(wallClock, seconds(2));
      return acknowledged;
    },
    [Symbol.asyncDispose]: async () => { await child.end(wallClock, seconds(2)); },
  };
}
