import type { Change, ReviewedStack } from './change';
import type { Risk } from './risk';

/** What a finding is about. */
export type FindingClass = 'both-axes' | 'data-loss' | 'downtime' | 'access' | 'safety-net' | 'capacity' | 'cost';

/** Who has to say yes, besides somebody who did not write the change. */
export type Approver = 'data owner' | 'service owner' | 'security' | 'on-call engineer';

/** What a rule saw. */
export interface Sighting {
  readonly change: Change;
  /** Where in the resource, when it is one place. */
  readonly property?: string;
  /** What changes, with both values. */
  readonly what: string;
  /** Why it matters here, where that differs from one sighting of the rule to another. */
  readonly why?: string;
  /** Where it differs from what the rule stands for. */
  readonly risk?: Risk;
}

/** Both assemblies, and everything that is different between them. */
export interface Look {
  readonly before: readonly ReviewedStack[];
  readonly after: readonly ReviewedStack[];
  readonly changes: readonly Change[];
}

export type Rule = (look: Look) => readonly Sighting[];

export interface Finding {
  readonly class: FindingClass;
  /** The rule's name. */
  readonly rule: string;
  /** What happened, in a few words. */
  readonly title: string;
  readonly risk: Risk;
  readonly where: { readonly stack: string; readonly path: string; readonly logicalId: string; readonly property: string | null };
  readonly what: string;
  readonly why: string;
  readonly ask: string;
  readonly approver: Approver | null;
}
