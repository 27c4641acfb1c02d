import { seconds } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import { startBalancer, type BalancerPorts } from './balancer-process';
import type { Configuration } from './balancer/messages';
import type { DataPlane } from './load-balancing';

type Listening = Readonly<Record<string, number>>;

/** A balancer that is started again when its process ends, with the ports and the configuration that it had: what was on its way is lost. */
export interface LastingBalancer extends DataPlane {
  /** Ends it for good. */
  readonly end: () => Promise<void>;
}

/** @param onLoss told when a balancer could not be started again */
export async function startLastingBalancer(ports: BalancerPorts, onLoss: (cause: unknown) => void): Promise<LastingBalancer> {
  let known: Configuration | undefined;
  let listening: Listening = {};
  let isEnding = false;
  let plane = startBalancer(ports);
  const asBefore = (configuration: Configuration): Configuration => ({
    ...configuration, listeners: configuration.listeners.map((listener) => ({ ...listener, actual: listening[listener.arn] })),
  });
  const begin = async (): ReturnType<typeof startBalancer> => {
    const started = await startBalancer(ports);
    if (known !== undefined) await started.configure(asBefore(known));
    return started;
  };
  const guard = async (): Promise<void> => {
    for (;;) {
      await (await plane).process.ended;
      if (isEnding) return;
      plane = begin();
    }
  };
  await plane;
  void guard().catch((cause: unknown) => {
    if (!isEnding) onLoss(cause);
  });
  return {
    configure: async (configuration) => {
      known = configuration;
      for (;;) {
        const now = await plane;
        try {
          listening = await now.configure(asBefore(configuration));
          return listening;
        } catch (cause) {
          // Its successor is told what is right by then, which may be newer.
          if (isEnding || !now.process.hasEnded()) throw cause;
          await now.process.ended;
        }
      }
    },
    end: async () => {
      isEnding = true;
      await (await plane).process.end(wallClock, seconds(2));
    },
  };
}
