import type { Rule, SecurityGroup } from '../../core/security-group/security-group';

type Direction = 'ingress' | 'egress';

/** EC2's security groups: what a template gives them at once, and what other resources add. */
export class SecurityGroups {
  private readonly groups = new Map<string, { readonly own: Omit<SecurityGroup, 'id'>; readonly added: Map<string, { readonly direction: Direction; readonly rule: Rule }> }>();

  /** @param changed called whenever a rule has changed */
  constructor(private readonly changed: () => void) {}

  put(id: string, own: Omit<SecurityGroup, 'id'>): void {
    this.groups.set(id, { own, added: this.groups.get(id)?.added ?? new Map() });
    this.changed();
  }

  /** Nothing for a group that no stack has made. */
  get(id: string): SecurityGroup | undefined {
    const found = this.groups.get(id);
    if (found === undefined) return undefined;
    const more = (direction: Direction): readonly Rule[] => [...found.added.values()].filter((one) => one.direction === direction).map(({ rule }) => rule);
    return { id, ingress: [...found.own.ingress, ...more('ingress')], egress: [...found.own.egress, ...more('egress')] };
  }

  all(): readonly SecurityGroup[] {
    return [...this.groups.keys()].flatMap((id) => this.get(id) ?? []);
  }

  remove(id: string): void {
    this.groups.delete(id);
    this.changed();
  }

  /** Answers whether the group is there. */
  add(id: string, ruleId: string, direction: Direction, rule: Rule): boolean {
    const found = this.groups.get(id);
    found?.added.set(ruleId, { direction, rule });
    this.changed();
    return found !== undefined;
  }

  withdraw(ruleId: string): void {
    for (const { added } of this.groups.values()) added.delete(ruleId);
    this.changed();
  }
}
