import type { Clock } from '../../core/time';
import { seconds } from '../../core/units';
import type { Membership } from './membership';
import type { Task } from './task';

/**
 * How long a task that nobody checks must have run to count as healthy. Assumed: on AWS it counts as soon as it runs, but a container there takes
 * longer to be called running than a process needs here to fail. Wall time, because processes start in it.
 */
const SETTLED_AFTER = seconds(1);

/** A task behind no load balancer: it is healthy when it has run for a while. */
export class Settling implements Membership {
  private settled = false;
  private readonly closing = new AbortController();
  private waits = false;

  constructor(private readonly task: Task, private readonly wall: Clock, private readonly onChange: () => void) {
    const watch = task.watch(() => {
      if (task.state.at === 'RUNNING' && !this.waits) void this.settle().catch(() => undefined);
      if (task.state.at === 'STOPPED') {
        watch[Symbol.dispose]();
        this.closing.abort();
      }
      onChange();
    });
  }

  isHealthy(): boolean {
    return this.settled && this.task.state.at === 'RUNNING';
  }

  private async settle(): Promise<void> {
    this.waits = true;
    await this.wall.sleep(SETTLED_AFTER, this.closing.signal);
    this.settled = true;
    this.onChange();
  }
}
