import type { Configuration, FromBalancer, GroupConfiguration, TargetConfiguration } from './messages';
import { watchHealth } from './health';
import { Listener } from './listener';
import { Tally } from './tally';
import { Target } from './target';

interface Group {
  readonly targets: Map<string, { readonly target: Target; readonly watch: AbortController }>;
  turn: number;
}

/** An Application Load Balancer as a data plane: what it is told to be, it is. */
export class Balancer {
  readonly tally = new Tally();
  private readonly listeners = new Map<string, { readonly listener: Listener; readonly port: number }>();
  private readonly groups = new Map<string, Group>();

  constructor(private readonly roll: () => number, private readonly nodes: number, private readonly tell: (message: FromBalancer) => void) {}

  /** Takes a whole configuration over; answers the real port of every listener. */
  async configure(configuration: Configuration): Promise<Readonly<Record<string, number>>> {
    for (const group of configuration.groups) this.configureGroup(group);
    for (const arn of [...this.groups.keys()].filter((known) => !configuration.groups.some((group) => group.arn === known))) {
      this.configureGroup({ ...emptyGroup, arn });
      this.groups.delete(arn);
    }
    for (const wanted of configuration.listeners) {
      const known = this.listeners.get(wanted.arn);
      if (known !== undefined) known.listener.configure(wanted);
      else {
        const listener = new Listener(wanted, { roll: this.roll, pick: (groupArn) => this.pick(groupArn), tally: this.tally });
        this.listeners.set(wanted.arn, { listener, port: await listener.open() });
      }
    }
    for (const [arn, { listener }] of [...this.listeners].filter(([known]) => !configuration.listeners.some((wanted) => wanted.arn === known))) {
      listener.close();
      this.listeners.delete(arn);
    }
    return Object.fromEntries([...this.listeners].map(([arn, { port }]) => [arn, port]));
  }

  private configureGroup({ arn, health, targets }: GroupConfiguration): void {
    const group = this.groups.get(arn) ?? { targets: new Map(), turn: 0 };
    this.groups.set(arn, group);
    for (const configuration of targets) {
      const known = group.targets.get(configuration.id);
      if (known === undefined) group.targets.set(configuration.id, this.register(arn, configuration, health));
      else if (configuration.draining) known.target.drain();
    }
    for (const [id, { target, watch }] of [...group.targets].filter(([known]) => !targets.some(({ id: wanted }) => wanted === known))) {
      watch.abort();
      group.targets.delete(id);
      // Out of time: what is still on its way is cut, as when a deregistration delay has passed.
      void target.pool.destroy().catch(() => undefined);
    }
  }

  private register(groupArn: string, configuration: TargetConfiguration, health: GroupConfiguration['health']): { target: Target; watch: AbortController } {
    const targetId = configuration.id;
    const target = new Target(configuration, () => this.tell({ kind: 'drained', groupArn, targetId }));
    const watch = new AbortController();
    watchHealth(configuration.port, health, this.nodes, ({ healthy, reason }) => {
      target.healthy = healthy;
      this.tell({ kind: 'health', groupArn, targetId, healthy, reason });
    }, watch.signal);
    if (configuration.draining) target.drain();
    return { target, watch };
  }

  /** Round robin over the healthy targets; over all of them when none is healthy, as the real one fails open. */
  private pick(groupArn: string): Target | undefined {
    const group = this.groups.get(groupArn);
    const registered = [...(group?.targets.values() ?? [])].map(({ target }) => target).filter(({ draining }) => !draining);
    const healthy = registered.filter((target) => target.healthy);
    const candidates = healthy.length > 0 ? healthy : registered;
    if (group === undefined || candidates.length === 0) return undefined;
    group.turn += 1;
    return candidates[group.turn % candidates.length];
  }
}

const emptyGroup = {
  health: { path: '/', intervalMs: 1, timeoutMs: 1, healthyThreshold: 1, unhealthyThreshold: 1, matcher: '200' },
  targets: [],
} satisfies Omit<GroupConfiguration, 'arn'>;
