import type { Clock } from '../../core/time';
import { millis } from '../../core/units';
import { ServiceError } from '../service-error';
import type { FromBalancer } from './balancer/messages';
import { configurationOf } from './configuration';
import type { Listener, LoadBalancer, RegisteredTarget, Rule, TargetGroup, Weighted } from './live';

/** The data plane, seen from here. */
export interface DataPlane {
  /** Resolves when the configuration is in force; answers the real port of every listener. */
  configure(configuration: ReturnType<typeof configurationOf>): Promise<Readonly<Record<string, number>>>;
}

export interface LoadBalancingPorts {
  readonly plane: DataPlane;
  readonly wall: Clock;
  readonly tlsFor: (listener: Listener) => { readonly certificate: string; readonly key: string };
  /** Makes a listener reachable under the balancer's name. */
  readonly publish: (host: string, port: number, actualPort: number) => void;
}

/** Elastic Load Balancing: what there is, and the balancer process that serves it. */
export class LoadBalancing {
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly listeners = new Map<string, Listener>();
  readonly rules = new Map<string, Rule>();
  readonly groups = new Map<string, TargetGroup>();
  private readonly waiting = new Map<string, () => void>();
  private readonly watchers = new Set<() => void>();
  private ports: Readonly<Record<string, number>> = {};

  constructor(private readonly outside: LoadBalancingPorts) {}

  /** Puts the present state in force. */
  async apply(): Promise<void> {
    this.ports = await this.outside.plane.configure(configurationOf(this, this.outside.tlsFor));
    for (const listener of this.listeners.values()) {
      const actual = this.ports[listener.arn];
      const balancer = this.loadBalancers.get(listener.loadBalancerArn);
      if (actual !== undefined && balancer !== undefined) this.outside.publish(balancer.dnsName, listener.port, actual);
    }
  }

  /** Where a listener can be reached on this machine. */
  portOf(listenerArn: string): number | undefined {
    return this.ports[listenerArn];
  }

  groupNamed(name: string): TargetGroup | undefined {
    return [...this.groups.values()].find((group) => group.name === name);
  }

  /** The group. @throws ServiceError `TargetGroupNotFound` */
  group(arn: string): TargetGroup {
    const found = this.groups.get(arn);
    if (found === undefined) throw new ServiceError('TargetGroupNotFound', `Target groups '${arn}' not found`);
    return found;
  }

  async register(groupArn: string, id: string, port: number): Promise<void> {
    this.group(groupArn).targets.set(id, { id, port, state: 'initial', reason: 'Target registration is in progress' });
    await this.apply();
  }

  /** Sends no new requests to the target and waits for those on their way, at most for the group's deregistration delay (wall time). */
  async deregister(groupArn: string, id: string): Promise<void> {
    const group = this.groups.get(groupArn);
    const target = group?.targets.get(id);
    if (group === undefined || target === undefined) return;
    target.state = 'draining';
    const over = new AbortController();
    const drained = new Promise<void>((resolve) => this.waiting.set(`${groupArn} ${id}`, resolve));
    await this.apply();
    await Promise.race([drained, this.outside.wall.sleep(millis(group.deregistrationDelayMs), over.signal).catch(() => undefined)]);
    over.abort();
    group.targets.delete(id);
    await this.apply();
    this.changed();
  }

  targetsOf(groupArn: string): readonly RegisteredTarget[] {
    return [...(this.groups.get(groupArn)?.targets.values() ?? [])];
  }

  /** Every rule of the listener, its default action last, that forwards to one of `groupArns`. */
  forwardsTo(listenerArn: string, groupArns: readonly string[]): readonly (Listener | Rule)[] {
    const rules = [...this.rules.values()].filter((rule) => rule.listenerArn === listenerArn);
    const listener = this.listeners.get(listenerArn);
    return [...rules, ...(listener === undefined ? [] : [listener])].filter((holder) => {
      const action = actionOf(holder);
      return action.kind === 'forward' && action.groups.some(({ arn }) => groupArns.includes(arn));
    });
  }

  /** The load balancers that have a listener which forwards to the group. */
  behind(groupArn: string): readonly LoadBalancer[] {
    const listeners = [...this.listeners.values()].filter(({ arn }) => this.forwardsTo(arn, [groupArn]).length > 0);
    const arns = new Set(listeners.map(({ loadBalancerArn }) => loadBalancerArn));
    return [...this.loadBalancers.values()].filter(({ arn }) => arns.has(arn));
  }

  /** Changes the weights of a rule or of a default action; resolves when no later request is routed by the old ones. */
  async route(holder: Listener | Rule, groups: readonly Weighted[]): Promise<void> {
    const action = { kind: 'forward' as const, groups };
    if ('priority' in holder) holder.action = action;
    else holder.defaultAction = action;
    await this.apply();
  }

  /** Calls `look` whenever the health of a target changes, until disposed. */
  watch(look: () => void): Disposable {
    this.watchers.add(look);
    return { [Symbol.dispose]: () => this.watchers.delete(look) };
  }

  /** What the balancer process reports. */
  hear(message: Extract<FromBalancer, { kind: 'health' | 'drained' }>): void {
    if (message.kind === 'drained') return this.waiting.get(`${message.groupArn} ${message.targetId}`)?.();
    const target = this.groups.get(message.groupArn)?.targets.get(message.targetId);
    if (target === undefined || target.state === 'draining') return;
    target.state = message.healthy ? 'healthy' : 'unhealthy';
    target.reason = message.reason;
    this.changed();
  }

  private changed(): void {
    for (const look of this.watchers) look();
  }
}

export const actionOf = (holder: Listener | Rule): Rule['action'] => ('priority' in holder ? holder.action : holder.defaultAction);
