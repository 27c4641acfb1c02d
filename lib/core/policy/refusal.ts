import type { Decision } from './decide';
import { spellPrincipal, type AccessRequest } from './request';

/** What AWS says to whoever is refused: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function refusalText({ principal, action, resource }: AccessRequest, decision: Extract<Decision, { allowed: false }>): string {
  const asked = `User: ${spellPrincipal(principal)} is not authorized to perform: ${action} on resource: ${resource}`;
  const article = decision.type === 'identity-based policy' ? 'an' : 'a';
  return decision.because === 'explicit-deny'
    ? `${asked} with an explicit deny in ${article} ${decision.type}`
    : `${asked} because no ${decision.type} allows the ${action} action`;
}
