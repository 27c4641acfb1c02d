import { meets } from './condition';
import { filled } from './context';
import type { NamedPrincipal, Patterns, Statement } from './policy';
import type { AccessRequest, Principal } from './request';
import { fitsAction, fitsArn } from './wildcard';

/** Whether a statement is about a request, whoever asks. */
export function applies({ actions, resources, conditions }: Statement, { action, resource, context }: AccessRequest): boolean {
  const has = ({ not, patterns }: Patterns, fits: (pattern: string) => boolean): boolean => patterns.some(fits) !== not;
  return has(actions, (pattern) => fitsAction(pattern, action))
    && (resources === undefined || has(resources, (pattern) => {
      const text = filled(pattern, context);
      return text !== undefined && fitsArn(text, resource);
    }))
    && conditions.every((condition) => meets(condition, context));
}

/**
 * How a statement of a resource's policy names whoever asks: itself, its role, or only its account, which leaves it to the
 * account's own policies (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export type Naming = 'session' | 'role' | 'account' | 'none';

const NEARNESS: readonly Naming[] = ['none', 'account', 'role', 'session'];

export function namingOf(principals: readonly NamedPrincipal[], principal: Principal): Naming {
  return principals.map((named) => naming(named, principal)).reduce((nearest, one) => (NEARNESS.indexOf(one) > NEARNESS.indexOf(nearest) ? one : nearest), 'none' as Naming);
}

function naming(named: NamedPrincipal, principal: Principal): Naming {
  switch (named.kind) {
    case 'anyone':
      return 'session';
    case 'service':
      return principal.kind === 'service' && principal.name === named.name ? 'session' : 'none';
    case 'account':
      return (principal.kind === 'user' || principal.kind === 'role-session') && principal.account === named.account ? 'account' : 'none';
    case 'arn':
      if (principal.kind === 'user') return principal.arn === named.arn ? 'session' : 'none';
      if (principal.kind !== 'role-session') return 'none';
      return principal.sessionArn === named.arn ? 'session' : principal.roleArn === named.arn ? 'role' : 'none';
    case 'federated':
      return principal.kind === 'federated' && principal.provider === named.provider ? 'session' : 'none';
  }
}
