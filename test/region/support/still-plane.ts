import { dice } from '../../../lib/core/chance';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import type { Configuration } from '../../../lib/region/elbv2/balancer/messages';
import { LoadBalancing } from '../../../lib/region/elbv2/load-balancing';
import { identifiers } from '../../../lib/region/identifiers';

/** Elastic Load Balancing whose data plane only remembers what it was told. */
export function stillBalancing(nodes = 1) {
  const told: Configuration[] = [];
  const names = new Map<string, number>();
  const balancing = new LoadBalancing({
    nodes, wall: wallClock, tlsFor: () => ({ certificate: 'certificate', key: 'key' }),
    plane: {
      configure: async (configuration) => {
        told.push(configuration);
        return Object.fromEntries(configuration.listeners.map(({ arn, port }) => [arn, 40_000 + port]));
      },
    },
    directory: { publish: (host, port, actual) => void names.set(`${host}:${port}`, actual), withdraw: (host, port) => void names.delete(`${host}:${port}`) },
  });
  return { balancing, told, names, ids: identifiers(dice(1)), last: (): Configuration => told.at(-1)! };
}
