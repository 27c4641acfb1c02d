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

type Listening = Readonly<Record<string, number>>;

/** The process that carries the traffic. */
export async function startBalancer(ports: BalancerPorts): Promise<DataPlane & { readonly process: RunningProcess }> {
  const waiting = new Map<number, { readonly resolve: (listening: Listening) => void; readonly reject: (cause: Error) => void }>();
  const answered = (version: number, answer: { readonly listening: Listening } | { readonly why: string }): void => {
    if ('why' in answer) waiting.get(version)?.reject(new Error(`the load balancer did not take its configuration: ${answer.why}`));
    else waiting.get(version)?.resolve(answer.listening);
    waiting.delete(version);
  };
  let ready: () => void = () => undefined;
  const started = new Promise<void>((resolve) => { ready = resolve; });
  const process = await ports.start((raw) => {
    const message = raw as FromBalancer;
    switch (message.kind) {
      case 'ready': return ready();
      case 'configured':
      case 'not-configured': return answered(message.version, message);
      case 'served': return ports.onServed(message.served);
      case 'health':
      case 'drained': return ports.onChange(message);
    }
  });
  const ended = process.ended.then(() => { throw new Error('the load balancer has ended'); });
  // Nobody may be waiting for anything when it ends.
  ended.catch(() => [...waiting.keys()].forEach((version) => answered(version, { why: 'it has ended' })));
  await Promise.race([started, ended]);
  const send = (message: ToBalancer): void => process.send(message);
  send({ kind: 'start', seed: ports.seed, nodes: ports.nodes });
  let version = 0;
  return {
    process,
    configure: (configuration) => new Promise((resolve, reject) => {
      version += 1;
      waiting.set(version, { resolve, reject });
      if (process.hasEnded()) answered(version, { why: 'it has ended' });
      else send({ kind: 'configure', version, configuration });
    }),
  };
}
