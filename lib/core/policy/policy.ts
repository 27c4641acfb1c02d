import type { Condition } from './condition';

/** Patterns of actions or resources: what fits one of them, or with `not` what fits none. */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** Whom a statement of a resource's policy is about. */
export type NamedPrincipal =
  | { readonly kind: 'anyone' }
  /** An account, by number or by `arn:aws:iam::111122223333:root`: it may hand the permission on. */
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'federated'; readonly provider: string };

export interface Statement {
  /** Where it stands, for whoever looks for it: the policy and its number in there. */
  readonly where: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Left out in a trust policy: the role itself. */
  readonly resources: Patterns | undefined;
  /** Left out in a policy of an identity: whoever has it. */
  readonly principals: readonly NamedPrincipal[] | undefined;
  readonly conditions: readonly Condition[];
}

export interface Policy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** What a policy hangs on decides which elements it has. */
export type PolicyKind = 'identity' | 'resource' | 'trust';
