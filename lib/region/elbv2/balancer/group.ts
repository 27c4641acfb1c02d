import { isDeepStrictEqual } from 'node:util';
import { undisturbed, type Disturbance } from './disturbance';
import { watchHealth } from './health';
import type { FromBalancer, GroupConfiguration, HealthCheck, TargetConfiguration } from './messages';
import { Target } from './target';

interface Member {
  readonly target: Target;
  watch: AbortController;
}

/** A target group: who is in it, and whose turn it is. */
export class Group {
  private readonly members = new Map<string, Member>();
  private readonly turns: number[];
  private health: HealthCheck | undefined;
  disturbance: Disturbance = undisturbed;

  constructor(private readonly arn: string, private readonly nodes: number, private readonly tell: (message: FromBalancer) => void) {
    this.turns = Array.from({ length: nodes }, () => 0);
  }

  configure({ health, targets, disturbance = undisturbed }: Omit<GroupConfiguration, 'arn'>): void {
    this.disturbance = disturbance;
    const rechecked = this.health !== undefined && !isDeepStrictEqual(this.health, health);
    this.health = health;
    for (const [id, { target, watch }] of [...this.members].filter(([known]) => !targets.some(({ id: wanted }) => wanted === known))) {
      watch.abort();
      this.members.delete(id);
      // Out of time: what is still on its way is cut, as when a deregistration delay has passed.
      void target.pool.destroy().catch(() => undefined);
    }
    for (const configuration of targets) {
      const known = this.members.get(configuration.id);
      if (known === undefined) this.add(configuration, health);
      else if (configuration.draining) this.drain(known);
      else if (rechecked) this.watch(known, configuration.id, health);
    }
  }

  close(): void {
    if (this.health !== undefined) this.configure({ health: this.health, targets: [], disturbance: undefined });
  }

  /** Each node goes round the targets that it finds healthy; round all of them when there is none, as the real one fails open. */
  pick(node: number): Target | undefined {
    const registered = [...this.members.values()].map(({ target }) => target).filter(({ draining }) => !draining);
    const healthy = registered.filter((target) => target.isHealthy(node));
    const candidates = healthy.length > 0 ? healthy : registered;
    if (candidates.length === 0) return undefined;
    const turn = (this.turns[node] ?? 0) + 1;
    this.turns[node] = turn;
    return candidates[turn % candidates.length];
  }

  private add(configuration: TargetConfiguration, health: HealthCheck): void {
    const target = new Target(configuration, () => this.tell({ kind: 'drained', groupArn: this.arn, targetId: configuration.id }));
    const member: Member = { target, watch: new AbortController() };
    this.members.set(configuration.id, member);
    if (configuration.draining) this.drain(member);
    else this.watch(member, configuration.id, health);
  }

  private watch(member: Member, targetId: string, health: HealthCheck): void {
    member.watch.abort();
    member.watch = new AbortController();
    const { target } = member;
    watchHealth(target.configuration.port, health, this.nodes, (node, { healthy, reason }) => {
      target.judge(node, healthy);
      this.tell({ kind: 'health', groupArn: this.arn, targetId, node, healthy, reason });
    }, member.watch.signal);
  }

  /** Health does not matter any more: the target gets nothing new. */
  private drain({ target, watch }: Member): void {
    watch.abort();
    target.drain();
  }
}
