import { isWithin } from '../policy/ip-range';
import type { End, Rule, SecurityGroup } from './security-group';

/**
 * Whether a TCP connection comes through, and by which rules: at each end one list for all addresses, or one for each, and of each list any
 * one rule would do.
 */
export type Path =
  | { readonly open: true; readonly egress: readonly (readonly Rule[])[]; readonly ingress: readonly (readonly Rule[])[] }
  | { readonly open: false; readonly closedBy: 'egress' | 'ingress' };

/**
 * Security groups allow and never deny, and remember connections, so that only the way to the target counts
 * (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html).
 */
export function pathBetween(from: End, to: End, port: number): Path {
  const egress = passing(from.groups, to, port, ({ egress: rules }) => (rules.length === 0 ? [EVERYTHING] : rules));
  if (egress === 'closed') return { open: false, closedBy: 'egress' };
  const ingress = passing(to.groups, from, port, (group) => group.ingress);
  return ingress === 'closed' ? { open: false, closedBy: 'ingress' } : { open: true, egress, ingress };
}

/** The rule that a group has as long as nobody has given it another. */
const EVERYTHING: Rule = { where: 'default', protocol: '-1', from: 0, to: 65_535, peer: { kind: 'block', block: '0.0.0.0/0' } };

function passing(groups: readonly SecurityGroup[] | undefined, peer: End, port: number, rulesOf: (group: SecurityGroup) => readonly Rule[]): readonly (readonly Rule[])[] | 'closed' {
  if (groups === undefined) return [];
  const fitting = groups.flatMap(rulesOf).filter((rule) => isFor(rule, port));
  const whole = fitting.filter((rule) => holds(rule, peer, peer.addresses));
  if (whole.length > 0) return [whole];
  // Several rules may hold the addresses between them.
  const parts = peer.addresses.map((address) => fitting.filter((rule) => holds(rule, peer, [address])));
  return parts.length > 0 && parts.every((rules) => rules.length > 0) ? parts : 'closed';
}

const isFor = ({ protocol, from, to }: Rule, port: number): boolean => protocol === '-1' || ((protocol === 'tcp' || protocol === '6') && from <= port && port <= to);

function holds({ peer: wanted }: Rule, { seenAs }: End, addresses: readonly string[]): boolean {
  if (wanted.kind === 'group') return seenAs.includes(wanted.id);
  return addresses.length > 0 && addresses.every((address) => isWithin(wanted.block, address) === true);
}
