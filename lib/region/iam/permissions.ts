import { contextOf } from '../../core/policy/context';
import { decide, type Decision } from '../../core/policy/decide';
import { refusalText } from '../../core/policy/refusal';
import type { Policy } from '../../core/policy/policy';
import type { AccessRequest, Principal } from '../../core/policy/request';
import type { Place } from '../place';
import { ServiceError } from '../service-error';
import { Evidence } from './evidence';
import { IdentityProviders } from './identity-providers';
import type { Need } from './need';
import { ResourcePolicyBook } from './resource-policies';
import { Roles, type Role } from './roles';

/** On whose behalf a service acts: it may only do so for resources of the account, which policies can insist on. */
export interface Source {
  readonly arn: string;
  readonly account: string;
}

/** Who asks for a role. */
export interface RoleAsker {
  readonly arn: string;
  readonly account: string;
  /** The ARN of the role whose session it is; nothing for a person. */
  readonly role: string | undefined;
}

/** Persons are administrators of their account. */
const EVERYTHING: Policy = { name: 'administrator', statements: [{ where: 'administrator', effect: 'Allow', actions: { not: false, patterns: ['*'] }, resources: { not: false, patterns: ['*'] }, principals: undefined, conditions: [] }] };

/** Who may do what: every call of a role or a service is judged here. */
export class Permissions {
  readonly roles = new Roles();
  readonly providers = new IdentityProviders();
  readonly resources: ResourcePolicyBook;
  readonly evidence = new Evidence();

  /** @param bucketOwner the account of a bucket, whose ARN does not say it */
  constructor(bucketOwner?: (arn: string) => string | undefined) {
    this.resources = new ResourcePolicyBook(bucketOwner);
  }

  /**
   * Whether a role's session may do all of it.
   *
   * @throws ServiceError `AccessDeniedException` in AWS's words
   */
  demand(roleArn: string, sessionArn: string, region: string, needs: readonly Need[]): void {
    const role = this.roles.roles.get(roleArn);
    for (const one of needs) {
      const principal: Principal = { kind: 'role-session', roleArn, sessionArn, account: role?.account ?? '' };
      const request = { principal, action: one.action, resource: one.resource, context: this.contextFor(principal, region, one) };
      const decision = this.judge(request, role, one);
      if (!decision.allowed) throw refused(request, decision, role === undefined ? [] : this.roles.unknownTo(role));
    }
  }

  /** What a person may, whom only a policy can keep out that has to name them: that of a key. @throws ServiceError `AccessDeniedException` */
  demandOfPerson({ arn, account }: Omit<RoleAsker, 'role'>, region: string, needs: readonly Need[]): void {
    for (const one of needs) {
      const principal: Principal = { kind: 'user', account, arn };
      const request = { principal, action: one.action, resource: one.resource, context: this.contextFor(principal, region, one) };
      const decision = decide(request, { identity: [EVERYTHING], resource: this.resources.of(one.resource) });
      this.evidence.take(request, decision);
      if (!decision.allowed) throw refused(request, decision, []);
    }
  }

  /** What a service does by itself in a role that it has assumed. @throws ServiceError `AccessDeniedException` */
  demandOfRole(roleArn: string, session: string, region: string, needs: readonly Need[]): void {
    this.demand(roleArn, sessionArnOf(roleArn, session), region, needs);
  }

  /** What a service does in its own name, which only policies of resources can allow. @throws ServiceError `AccessDeniedException` */
  demandOfService(service: string, source: Source, region: string, needs: readonly Need[]): void {
    for (const one of needs) {
      const principal: Principal = { kind: 'service', name: service };
      const context = { 'aws:SourceArn': source.arn, 'aws:SourceAccount': source.account, 'aws:SourceOwner': source.account, ...one.context };
      const request = { principal, action: one.action, resource: one.resource, context: this.contextFor(principal, region, { ...one, context }) };
      const decision = this.judge(request, undefined, one);
      if (!decision.allowed) throw refused(request, decision, []);
    }
  }

  /** Whether a service may take on a role, by the role's trust policy. */
  mayAssume(roleArn: string, service: string, source: Source, region: string): boolean {
    const role = this.roles.roles.get(roleArn);
    if (role === undefined) return false;
    const principal: Principal = { kind: 'service', name: service };
    const action = 'sts:AssumeRole';
    const context = this.contextFor(principal, region, { action, resource: roleArn, context: { 'aws:SourceArn': source.arn, 'aws:SourceAccount': source.account } });
    const request = { principal, action, resource: roleArn, context };
    const decision = decide(request, { identity: [], resource: { account: role.account, rule: 'needed', policies: [role.trust] } });
    this.evidence.take(request, decision);
    return decision.allowed;
  }

  /**
   * Whether somebody of an account may take on a role by asking for it: what the role trusts has to name them, or their account.
   *
   * @param caller a person, who may everything that the account of the role allows, or the session of another role
   */
  mayAssumeAs(roleArn: string, caller: RoleAsker, region: string, context: Need['context'] = {}): boolean {
    const role = this.roles.roles.get(roleArn);
    if (role === undefined) return false;
    const { account } = caller;
    const principal: Principal = caller.role === undefined ? { kind: 'user', account, arn: caller.arn } : { kind: 'role-session', account, roleArn: caller.role, sessionArn: caller.arn };
    const own = caller.role === undefined ? undefined : this.roles.roles.get(caller.role);
    const action = 'sts:AssumeRole';
    const request = { principal, action, resource: roleArn, context: this.contextFor(principal, region, { action, resource: roleArn, context }) };
    const decision = decide(request, {
      identity: own === undefined ? [EVERYTHING] : this.roles.policiesOf(own), boundary: this.boundaryOf(own), resource: { account: role.account, rule: 'needed', policies: [role.trust] },
    });
    this.evidence.take(request, decision);
    return decision.allowed;
  }

  /** Whether whoever shows a token of an identity provider may take on a role, by the role's trust policy alone. @param context what the token says, as condition keys */
  mayAssumeWithToken(roleArn: string, provider: string, region: string, context: Need['context'] & object): boolean {
    const role = this.roles.roles.get(roleArn);
    if (role === undefined) return false;
    const principal: Principal = { kind: 'federated', account: role.account, provider };
    const action = 'sts:AssumeRoleWithWebIdentity';
    const request = { principal, action, resource: roleArn, context: this.contextFor(principal, region, { action, resource: roleArn, context }) };
    const decision = decide(request, { identity: [], resource: { account: role.account, rule: 'needed', policies: [role.trust] } });
    this.evidence.take(request, decision);
    return decision.allowed;
  }

  private judge(request: AccessRequest, role: Role | undefined, { resource }: Need): Decision {
    const decision = decide(request, { identity: role === undefined ? [] : this.roles.policiesOf(role), boundary: this.boundaryOf(role), resource: this.resources.of(resource) });
    this.evidence.take(request, decision);
    return decision;
  }

  /** A boundary that is not there allows nothing. */
  private boundaryOf(role: Role | undefined): Policy | undefined {
    return role?.boundary === undefined ? undefined : this.roles.policy(role.boundary) ?? { name: role.boundary, statements: [] };
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html; the endpoint stands for one that speaks TLS. */
  private contextFor(principal: Principal, region: string, { context = {} }: Need): AccessRequest['context'] {
    return contextOf({ 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region, ...keysOf(principal), ...context });
  }
}

function keysOf(principal: Principal): Readonly<Record<string, string>> {
  if (principal.kind === 'service') return { 'aws:PrincipalIsAWSService': 'true' };
  if (principal.kind === 'federated') return { 'aws:FederatedProvider': principal.provider };
  const [arn, type] = principal.kind === 'user' ? [principal.arn, 'User'] : [principal.roleArn, 'AssumedRole'];
  return { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': principal.account, 'aws:PrincipalType': type };
}

/** `arn:aws:sts::<account>:assumed-role/<name>/<session>` */
export function sessionArnOf(roleArn: string, session: string): string {
  const [, account = '', path = ''] = /^arn:aws:iam::(\d*):role\/(.+)$/.exec(roleArn) ?? [];
  return `arn:aws:sts::${account}:assumed-role/${path.split('/').at(-1) ?? ''}/${session}`;
}

export const placeOfRole = (roleArn: string, region: string): Place => ({ account: /^arn:aws:iam::(\d*):/.exec(roleArn)?.[1] ?? '', region });

function refused(request: AccessRequest, decision: Extract<Decision, { allowed: false }>, unknown: readonly string[]): ServiceError {
  const hint = unknown.length === 0 ? '' : ` (the region does not know the documents of ${unknown.join(', ')})`;
  return new ServiceError('AccessDeniedException', `${refusalText(request, decision)}${hint}`);
}
