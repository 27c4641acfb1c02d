/** The network interfaces of something in a VPC. */
export interface Attached {
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
}

/** Something that can be connected to. */
export interface Target {
  readonly attached: Attached;
  /** Its name leads to public addresses, also from within the VPC. */
  readonly isPublic: boolean;
}
