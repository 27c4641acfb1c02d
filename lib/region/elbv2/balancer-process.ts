import type { RunningProcess } from '../../edge/processes/start-process';
import type { FromBalancer, Served, ToBalancer } from './balancer/messages';
import type { DataPlane } from './load-balancing';

export interface BalancerPorts {
  readonly start: (onMessage: (message: unknown) => void) => Promise<RunningProcess>;
  readonly seed: number;
  /** How many nodes the balancer has: one in each zone. */
  readonly nodes: number;
  readonly onChange: (message: Extract<FromBalancer, { kind: 'health' | 'drained' }>) => void;
  readonly onServed: (served: readonly Served[]) => void;
}

/** The process that carries the traffic. */
export async function startBalancer(ports: BalancerPorts): Promise<DataPlane & { readonly process: RunningProcess }> {
  const waiting = new Map<number, (listening: Readonly<Record<string, number>>) => void>();
  let ready: () => void = () => undefined;
  const started = new Promise<void>((resolve) => { ready = resolve; });
  const process = await ports.start((raw) => {
    const message = raw as FromBalancer;
    switch (message.kind) {
      case 'ready': return ready();
      case 'configured': {
        waiting.get(message.version)?.(message.listening);
        waiting.delete(message.version);
        return;
      }
      case 'served': return ports.onServed(message.served);
      case 'health':
      case 'drained': return ports.onChange(message);
    }
  });
  await started;
  const send = (message: ToBalancer): void => process.send(message);
  send({ kind: 'start', seed: ports.seed, nodes: ports.nodes });
  let version = 0;
  return {
    process,
    configure: (configuration) => new Promise((resolve) => {
      version += 1;
      waiting.set(version, resolve);
      send({ kind: 'configure', version, configuration });
    }),
  };
}
