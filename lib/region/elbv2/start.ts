import type { RunningProcess } from '../../edge/processes/start-process';
import type { Opened } from '../../edge/processes/opened';
import { wallClock } from '../../edge/time/wall-clock';
import type { Clock } from '../../core/time';
import type { MetricStore } from '../cloudwatch/metric-store';
import { startLastingBalancer } from './lasting-balancer';
import { LoadBalancing, type LoadBalancingPorts } from './load-balancing';
import { countHosts, countServed } from './metrics';

export interface LoadBalancingStart extends Pick<LoadBalancingPorts, 'tlsFor' | 'directory' | 'nodes' | 'customersReach'> {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly opened: Opened;
  readonly seed: number;
  readonly start: (onMessage: (message: unknown) => void) => Promise<RunningProcess>;
}

/** Elastic Load Balancing with its data plane running and its metrics flowing. */
export async function startLoadBalancing({ clock, metrics, opened, seed, nodes, start, tlsFor, directory, customersReach }: LoadBalancingStart): Promise<LoadBalancing> {
  const plane = await startLastingBalancer({
    start, seed, nodes, onChange: (message) => service.hear(message), onServed: (served) => countServed(served, service, metrics, clock),
  }, (cause) => { throw new Error('the load balancer ended and could not be started again', { cause }); });
  const closing = new AbortController();
  opened.atTheEnd(async () => {
    closing.abort();
    await plane.end();
  });
  const service: LoadBalancing = new LoadBalancing({ plane, wall: wallClock, tlsFor, directory, nodes, ...(customersReach === undefined ? {} : { customersReach }) });
  void countHosts(service, metrics, clock, closing.signal).catch(() => undefined);
  return service;
}
