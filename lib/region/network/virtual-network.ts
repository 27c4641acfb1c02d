import { pathBetween, type Path } from '../../core/security-group/path';
import type { End, SecurityGroup } from '../../core/security-group/security-group';
import type { Attached, Target } from './attached';
import type { SecurityGroups } from './security-groups';
import type { Topology } from './topology';

/** Addresses that stand for others: of the blocks that are set aside for examples (https://www.rfc-editor.org/rfc/rfc5737). */
const SOMEWHERE = '192.0.2.1';
const PUBLIC_TARGET = '198.51.100.1';

/** A connection that no rule, or no route, lets through; groups by their ids. */
export interface ClosedWay {
  readonly from: readonly string[] | 'elsewhere';
  readonly to: readonly string[] | 'aws';
  readonly port: number;
  readonly closedBy: 'egress' | 'ingress';
}

/** Who reaches whom: by routes, and by the security groups at both ends. */
export class VirtualNetwork {
  /** Rules over which something came, and those that alone let it through. */
  readonly used = new Set<string>();
  readonly needed = new Set<string>();
  private readonly tried = new Map<string, ClosedWay>();

  constructor(private readonly groups: Pick<SecurityGroups, 'get' | 'all'>, private readonly topology: Topology) {}

  /** Where every rule stands. */
  rules(): readonly string[] {
    return this.groups.all().flatMap(({ ingress, egress }) => [...ingress, ...egress]).map(({ where }) => where);
  }

  /** Whether something reaches a target at a port. @param from nothing for what is outside of any VPC */
  reaches(from: Attached | undefined, target: Target, port: number): boolean {
    return this.path(from, target, port).open;
  }

  /** Whether something reaches AWS's own endpoints. */
  reachesAws(from: Attached | undefined): boolean {
    return from === undefined || this.outwards(from, { groups: undefined, addresses: [PUBLIC_TARGET], seenAs: [] }, 443).open;
  }

  /** The ways that something tried and found closed, each once. */
  closed(): readonly ClosedWay[] {
    return [...this.tried.values()];
  }

  /** Takes down that a connection was made, or tried. */
  remember(from: Attached | undefined, target: Target | 'aws', port: number): void {
    const path = target === 'aws' ? (from === undefined ? undefined : this.outwards(from, { groups: undefined, addresses: [PUBLIC_TARGET], seenAs: [] }, 443)) : this.path(from, target, port);
    if (path?.open === false) {
      const way: ClosedWay = { from: from?.groups ?? 'elsewhere', to: target === 'aws' ? 'aws' : target.attached.groups, port, closedBy: path.closedBy };
      this.tried.set(JSON.stringify(way), way);
    }
    if (path?.open !== true) return;
    for (const rules of [...path.egress, ...path.ingress]) {
      for (const { where } of rules) this.used.add(where);
      const [only, ...more] = rules;
      if (only !== undefined && more.length === 0) this.needed.add(only.where);
    }
  }

  private path(from: Attached | undefined, { attached, isPublic }: Target, port: number): Path {
    const groups = this.known(attached.groups);
    if (isPublic) {
      const to = { groups, addresses: [PUBLIC_TARGET], seenAs: [] };
      return from === undefined ? pathBetween({ groups: undefined, addresses: [SOMEWHERE], seenAs: [] }, to, port) : this.outwards(from, to, port);
    }
    // A private address means nothing outside of the VPC.
    if (from === undefined) return { open: false, closedBy: 'egress' };
    return pathBetween(this.inside(from), { groups, addresses: this.topology.addresses(attached.subnets) ?? [], seenAs: attached.groups }, port);
  }

  /** Through the NAT gateway of the subnet: the other side sees its address, and no group. */
  private outwards(from: Attached, to: End, port: number): Path {
    const addresses = this.topology.outwards(from.subnets) ?? [SOMEWHERE];
    if (addresses.length === 0) return { open: false, closedBy: 'egress' };
    return pathBetween({ groups: this.known(from.groups), addresses, seenAs: [] }, to, port);
  }

  private inside({ groups, subnets }: Attached): End {
    return { groups: this.known(groups), addresses: this.topology.addresses(subnets) ?? [], seenAs: groups };
  }

  /** Groups that no stack has made are somebody else's, as is the VPC's default group, which is what nobody's choice leads to: nothing is known of their rules. */
  private known(ids: readonly string[]): readonly SecurityGroup[] | undefined {
    const found = ids.map((id) => this.groups.get(id));
    return ids.length === 0 || found.some((group) => group === undefined) ? undefined : found.flatMap((group) => group ?? []);
  }
}
