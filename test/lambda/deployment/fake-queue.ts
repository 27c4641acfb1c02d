import type { Lease, QueueGateway } from '../../../lambda/deployment/gateway';
import type { WorkerService } from '../../../lib/core/release/retired-workers';

/** A lease and the workers of some releases, as far as the deployment function sees them. */
export class FakeQueue {
  held: Lease | undefined;
  services: WorkerService[] = [];
  readonly moves: string[] = [];

  readonly gateway: QueueGateway = {
    lease: async () => this.held,
    moveLease: async (to, after) => {
      if (this.held?.epoch !== after) return;
      this.held = { release: to, epoch: (after ?? 0) + 1 };
      this.moves.push(to);
    },
    workers: async () => this.services,
    endWorkers: async (ended) => void (this.services = this.services.filter(({ name }) => name !== ended)),
  };
}
