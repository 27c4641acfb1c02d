import type { Clock } from '../../core/time';
import { millis, type Millis } from '../../core/units';
import type { LoadBalancing } from '../elbv2/load-balancing';
import type { Membership } from './membership';
import type { TaskNetwork } from './network';
import type { Task } from './task';

/** Where the tasks of a set are registered. */
export interface Attachment {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly containerPort: number;
}

export interface RegistrationPorts {
  readonly wall: Clock;
  readonly balancing: LoadBalancing;
  readonly attachment: Attachment;
  /** Where the balancer finds a task that listens at `port`: there, or nowhere when security groups close the way. */
  readonly portFor: (targetGroupArn: string, network: TaskNetwork | undefined, containerPort: number, port: number) => number;
  /** How long after its start the health of a task does not matter to ECS. */
  readonly grace: Millis;
}

/**
 * One task's place in a target group: it is registered when it runs and listens, and stopped when the balancer finds it unhealthy
 * once the grace period is over. A task that never listens is unhealthy too.
 *
 * Processes start in wall time, so the grace period runs in wall time.
 */
export class Registration implements Membership, Disposable {
  private registered = false;
  private judging = false;
  private graceOver = false;
  private readonly closing = new AbortController();
  private readonly watches: readonly Disposable[];

  constructor(private readonly task: Task, private readonly ports: RegistrationPorts, private readonly onChange: () => void) {
    task.leavesBy(() => this.leave());
    this.watches = [task.watch(() => this.look()), ports.balancing.watch(() => this.look())];
  }

  isHealthy(): boolean {
    return this.task.state.at === 'RUNNING' && this.health() === 'healthy';
  }

  [Symbol.dispose](): void {
    this.closing.abort();
    for (const watch of this.watches) watch[Symbol.dispose]();
  }

  private get targetId(): string {
    return `${this.task.about.id}:${this.ports.attachment.containerPort}`;
  }

  private health(): string | undefined {
    return this.ports.balancing.targetsOf(this.ports.attachment.targetGroupArn).find(({ id }) => id === this.targetId)?.state;
  }

  private look(): void {
    const { at } = this.task.state;
    if (at === 'STOPPED') this[Symbol.dispose]();
    if (at === 'RUNNING' && !this.registered) this.register();
    if (at === 'RUNNING' && this.graceOver && this.health() === 'unhealthy') this.giveUp();
    this.onChange();
  }

  private register(): void {
    const { attachment: { targetGroupArn, containerName, containerPort }, balancing } = this.ports;
    if (!this.judging) {
      this.judging = true;
      this.judgeLater().catch(() => undefined);
    }
    const port = this.task.listensAt(containerName, containerPort);
    if (port === undefined) return;
    this.registered = true;
    balancing.register(targetGroupArn, this.targetId, this.ports.portFor(targetGroupArn, this.task.about.network, containerPort, port)).then(() => this.onChange(), () => this.giveUp());
  }

  private async judgeLater(): Promise<void> {
    const { wall, grace, balancing, attachment: { targetGroupArn } } = this.ports;
    await wall.sleep(grace, this.closing.signal);
    this.graceOver = true;
    this.look();
    const { intervalMs, unhealthyThreshold } = balancing.group(targetGroupArn).health;
    await wall.sleep(millis(intervalMs * unhealthyThreshold), this.closing.signal);
    if (!this.registered) this.giveUp();
  }

  private giveUp(): void {
    void this.task.stop({ code: 'ServiceSchedulerInitiated', reason: `Task failed ELB health checks in (target-group ${this.ports.attachment.targetGroupArn})` });
  }

  private async leave(): Promise<void> {
    if (this.registered) await this.ports.balancing.deregister(this.ports.attachment.targetGroupArn, this.targetId);
  }
}
