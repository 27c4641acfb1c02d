import { applies, namingOf, type Naming } from './applies';
import type { Policy, Statement } from './policy';
import type { AccessRequest, Principal } from './request';

/** The policies that have a say in one request. */
export interface PolicySet {
  /** Those of the identity. */
  readonly identity: readonly Policy[];
  /** What limits the identity, if anything does. */
  readonly boundary?: Policy | undefined;
  readonly resource?: ResourcePolicies | undefined;
}

export interface ResourcePolicies {
  readonly policies: readonly Policy[];
  /** The account that owns the resource. */
  readonly account: string;
  /**
   * `enough`: whoever it names may, whatever the identity's own policies say. `needed`: nobody may whom it does not name, itself or its
   * account; so it is with keys of KMS and with the trust policies of roles.
   */
  readonly rule: 'enough' | 'needed';
}

export type PolicyType = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

export type Decision =
  /** `by` are all statements that allow it, any of which would do. */
  | { readonly allowed: true; readonly by: readonly Statement[] }
  | { readonly allowed: false; readonly because: 'explicit-deny'; readonly type: PolicyType; readonly statement: Statement }
  | { readonly allowed: false; readonly because: 'nothing-allows'; readonly type: PolicyType };

/**
 * Whether a request is allowed: a statement that denies it is stronger than all that allow it; without one that allows it, it is
 * denied; a boundary has to allow it too. Within an account the policy of the identity or of the resource is enough, between accounts both
 * have to allow it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function decide(request: AccessRequest, { identity, boundary, resource }: PolicySet): Decision {
  const own = about(identity, request, 'identity-based policy');
  const limit = about(boundary === undefined ? [] : [boundary], request, 'permissions boundary');
  const theirs = named(resource, request);
  const denied = own.denied ?? limit.denied ?? theirs.denied;
  if (denied !== undefined) return denied;

  const isOwn = resource === undefined || accountOf(request.principal) === resource.account;
  const by = grantedBy({ own: own.allowing, theirs: theirs.allowing, isOwn, isService: request.principal.kind === 'service', rule: resource?.rule, isLimited: boundary !== undefined && limit.allowing.length === 0 });
  return by.length > 0 ? { allowed: true, by } : { allowed: false, because: 'nothing-allows', type: missing(request, own.allowing, theirs.allowing, boundary !== undefined && limit.allowing.length === 0) };
}

interface Found {
  readonly statement: Statement;
  readonly naming: Naming;
}

interface Grounds {
  readonly own: readonly Statement[];
  readonly theirs: readonly Found[];
  readonly isOwn: boolean;
  readonly isService: boolean;
  readonly rule: ResourcePolicies['rule'] | undefined;
  /** The boundary does not allow it. */
  readonly isLimited: boolean;
}

/** The statements that grant it, each of them enough. */
function grantedBy({ own, theirs, isOwn, isService, rule, isLimited }: Grounds): readonly Statement[] {
  // A boundary limits what a role has been given, not what a policy gives to one session of it.
  const direct = theirs.filter(({ naming }) => naming === 'session' || (naming === 'role' && !isLimited)).map(({ statement }) => statement);
  const alone = isOwn || isService ? direct : [];
  const needsNaming = !isOwn || rule === 'needed';
  return !isLimited && (theirs.length > 0 || !needsNaming) ? [...alone, ...own] : alone;
}

function missing({ principal }: AccessRequest, own: readonly Statement[], theirs: readonly Found[], isLimited: boolean): PolicyType {
  if (isLimited && (own.length > 0 || theirs.some(({ naming }) => naming !== 'account'))) return 'permissions boundary';
  return own.length > 0 || principal.kind === 'service' ? 'resource-based policy' : 'identity-based policy';
}

type Denied = Extract<Decision, { because: 'explicit-deny' }>;

function about(policies: readonly Policy[], request: AccessRequest, type: PolicyType): { readonly allowing: readonly Statement[]; readonly denied: Denied | undefined } {
  const found = policies.flatMap(({ statements }) => statements).filter((statement) => applies(statement, request));
  return { allowing: found.filter(({ effect }) => effect === 'Allow'), denied: deniedBy(found, type) };
}

function named(resource: ResourcePolicies | undefined, request: AccessRequest) {
  const statements = (resource?.policies ?? []).flatMap((policy) => policy.statements);
  const found = statements.map((statement) => ({ statement, naming: namingOf(statement.principals ?? [], request.principal) }))
    .filter(({ statement, naming }) => naming !== 'none' && applies(statement, request));
  const allowing: readonly Found[] = found.filter(({ statement }) => statement.effect === 'Allow');
  return { allowing, denied: deniedBy(found.map(({ statement }) => statement), 'resource-based policy') };
}

function deniedBy(found: readonly Statement[], type: PolicyType): Denied | undefined {
  const statement = found.find(({ effect }) => effect === 'Deny');
  return statement === undefined ? undefined : { allowed: false, because: 'explicit-deny', type, statement };
}

const accountOf = (principal: Principal): string | undefined => (principal.kind === 'service' ? undefined : principal.account);
