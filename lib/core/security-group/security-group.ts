/** One line of a security group. */
export interface Rule {
  /** Where it stands, for whoever looks for it. */
  readonly where: string;
  /** `tcp`, `udp`, `icmp`, a number, or `-1` for all of them. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly peer: { readonly kind: 'block'; readonly block: string } | { readonly kind: 'group'; readonly id: string };
}

export interface SecurityGroup {
  readonly id: string;
  readonly ingress: readonly Rule[];
  /** Without any the group lets everything out. */
  readonly egress: readonly Rule[];
}

/** One end of a connection. */
export interface End {
  /** Nothing where no security group decides: outside of any VPC. */
  readonly groups: readonly SecurityGroup[] | undefined;
  /** By which the other end is seen: a rule with a block has to hold all of them, for any of them may be the one. */
  readonly addresses: readonly string[];
  /** The groups by which the other end sees this one; none when the connection comes through a NAT gateway or the internet. */
  readonly seenAs: readonly string[];
}
