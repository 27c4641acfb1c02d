import type { Context } from './context';

/** Who asks. */
export type Principal =
  | { readonly kind: 'role-session'; readonly account: string; readonly roleArn: string; readonly sessionArn: string }
  | { readonly kind: 'user'; readonly account: string; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  /** Whoever shows a token of an identity provider, by the provider's ARN; has no policies of their own. */
  | { readonly kind: 'federated'; readonly account: string; readonly provider: string };

export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The ARN, or `*` where an action knows no resources. */
  readonly resource: string;
  readonly context: Context;
}

/** How a principal is called in an error. */
export function spellPrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'role-session':
      return principal.sessionArn;
    case 'user':
      return principal.arn;
    case 'service':
      return principal.name;
    case 'federated':
      return principal.provider;
  }
}
