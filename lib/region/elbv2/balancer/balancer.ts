import { undisturbed } from './disturbance';
import { Group } from './group';
import { Listener, type Routing } from './listener';
import type { Configuration, FromBalancer, ListenerConfiguration } from './messages';
import { Tally } from './tally';

export interface BalancerPorts extends Pick<Routing, 'nodes' | 'roll' | 'newTrace'> {
  readonly tell: (message: FromBalancer) => void;
}

/** An Application Load Balancer as a data plane: what it is told to be, it is. */
export class Balancer {
  readonly tally = new Tally();
  private readonly listeners = new Map<string, { readonly listener: Listener; readonly port: number }>();
  private readonly groups = new Map<string, Group>();

  constructor(private readonly ports: BalancerPorts) {}

  /** Takes a whole configuration over; answers the real port of every listener. */
  async configure({ listeners, groups }: Configuration): Promise<Readonly<Record<string, number>>> {
    for (const { arn, ...wanted } of groups) {
      const group = this.groups.get(arn) ?? new Group(arn, this.ports.nodes, this.ports.tell);
      this.groups.set(arn, group);
      group.configure(wanted);
    }
    for (const [arn, group] of [...this.groups].filter(([known]) => !groups.some((wanted) => wanted.arn === known))) {
      group.close();
      this.groups.delete(arn);
    }
    for (const wanted of listeners) await this.configureListener(wanted);
    for (const [arn, { listener }] of [...this.listeners].filter(([known]) => !listeners.some((wanted) => wanted.arn === known))) {
      listener.close();
      this.listeners.delete(arn);
    }
    return Object.fromEntries([...this.listeners].map(([arn, { port }]) => [arn, port]));
  }

  private async configureListener(wanted: ListenerConfiguration): Promise<void> {
    const known = this.listeners.get(wanted.arn)?.listener;
    if (known?.serves(wanted) === true) return known.configure(wanted);
    const { nodes, roll, newTrace } = this.ports;
    const listener = new Listener(wanted, { nodes, roll, newTrace, pick: (groupArn, node) => this.groups.get(groupArn)?.pick(node),
      disturbanceOf: (groupArn) => this.groups.get(groupArn)?.disturbance ?? undisturbed, tally: this.tally });
    // The port of a server that it follows is still taken.
    this.listeners.set(wanted.arn, { listener, port: await listener.open(known === undefined ? wanted.actual : undefined) });
    known?.close();
  }
}
