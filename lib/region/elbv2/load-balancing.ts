import type { Clock } from '../../core/time';
import { millis } from '../../core/units';
import { ServiceError } from '../service-error';
import type { Disturbance } from './balancer/disturbance';
import type { Configuration, FromBalancer } from './balancer/messages';
import { configurationOf, type TlsFor } from './configuration';
import { actionOf, forwards, type Listener, type LoadBalancer, type RoutingAction, type Rule, type TargetGroup, type Weighted } from './live';
import { publishing, type Directory } from './publishing';
import { RegisteredTarget } from './registered-target';

/** The data plane, seen from here. */
export interface DataPlane {
  /** Resolves when the configuration is in force; answers the real port of every listener. */
  configure(configuration: Configuration): Promise<Readonly<Record<string, number>>>;
}

export interface LoadBalancingPorts {
  readonly plane: DataPlane;
  readonly wall: Clock;
  readonly tlsFor: TlsFor;
  /** Makes listeners reachable under the balancer's name. */
  readonly directory: Directory;
  /** How many nodes the balancer has: one in each zone. */
  readonly nodes: number;
  /** Whether customers on the internet reach a balancer. @default - they reach every one */
  readonly customersReach?: (target: LoadBalancer['target'], port: number) => boolean;
}

/** Elastic Load Balancing: what there is, and the balancer process that serves it. */
export class LoadBalancing {
  readonly loadBalancers = new Map<string, LoadBalancer>();
  readonly listeners = new Map<string, Listener>();
  readonly rules = new Map<string, Rule>();
  readonly groups = new Map<string, TargetGroup>();
  readonly nodes: number;
  private readonly waiting = new Map<string, () => void>();
  private readonly watchers = new Set<() => void>();
  private readonly publish: ReturnType<typeof publishing>;
  private ports: Readonly<Record<string, number>> = {};

  constructor(private readonly outside: LoadBalancingPorts) {
    this.nodes = outside.nodes;
    this.publish = publishing(outside.directory);
  }

  /** Puts the present state in force. */
  async apply(): Promise<void> {
    this.ports = await this.outside.plane.configure(configurationOf(this, this.outside.tlsFor));
    this.publish([...this.listeners.values()].flatMap(({ arn, loadBalancerArn, port }) => {
      const { dnsName: host, target } = this.loadBalancers.get(loadBalancerArn) ?? {};
      const actual = this.ports[arn];
      return host === undefined || target === undefined || actual === undefined ? [] : [{ host, port, actual, target }];
    }));
  }

  /** Where customers reach a listener on this machine; nothing when they do not. */
  portOf(listenerArn: string): number | undefined {
    const listener = this.listeners.get(listenerArn);
    const target = this.loadBalancers.get(listener?.loadBalancerArn ?? '')?.target;
    if (listener !== undefined && target !== undefined && this.outside.customersReach?.(target, listener.port) === false) return undefined;
    return this.ports[listenerArn];
  }

  /** @throws ServiceError `LoadBalancerNotFound` */
  loadBalancer(arn: string): LoadBalancer {
    const found = this.loadBalancers.get(arn);
    if (found === undefined) throw new ServiceError('LoadBalancerNotFound', `Load balancers '[${arn}]' not found`);
    return found;
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

  /** @throws ServiceError when an action forwards to a group that is not there, or that serves another load balancer */
  checkTargets(action: RoutingAction, loadBalancerArn: string): void {
    if (action.kind !== 'forward') return;
    for (const { arn } of action.groups) {
      this.group(arn);
      if (this.behind(arn).some((other) => other.arn !== loadBalancerArn)) {
        throw new ServiceError('TargetGroupAssociationLimit', `The following target groups cannot be associated with more than one load balancer: ${arn}`);
      }
    }
  }

  async register(groupArn: string, id: string, port: number): Promise<void> {
    this.group(groupArn).targets.set(id, new RegisteredTarget(id, port, this.nodes));
    await this.apply();
  }

  /** Sends no new requests to the target and waits for those on their way, at most for the group's deregistration delay (wall time). */
  async deregister(groupArn: string, id: string): Promise<void> {
    const group = this.groups.get(groupArn);
    const target = group?.targets.get(id);
    if (group === undefined || target === undefined || target.state === 'draining') return;
    target.drain();
    const over = new AbortController();
    const key = `${groupArn} ${id}`;
    const drained = new Promise<void>((resolve) => this.waiting.set(key, resolve));
    await this.apply();
    await Promise.race([drained, this.outside.wall.sleep(millis(group.deregistrationDelayMs), over.signal).catch(() => undefined)]);
    over.abort();
    this.waiting.delete(key);
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
    return [...rules, ...(listener === undefined ? [] : [listener])].filter((holder) => groupArns.some((arn) => forwards(actionOf(holder), arn)));
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

  /** Disturbs the answers of a group from now on. @throws ServiceError `TargetGroupNotFound` */
  async disturb(groupArn: string, disturbance: Disturbance): Promise<void> {
    this.groups.set(groupArn, { ...this.group(groupArn), disturbance });
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
    const { groupArn, targetId, node, healthy, reason } = message;
    this.groups.get(groupArn)?.targets.get(targetId)?.judge(node, healthy, reason);
    this.changed();
  }

  private changed(): void {
    for (const look of this.watchers) look();
  }
}
