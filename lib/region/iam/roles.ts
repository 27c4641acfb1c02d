import { spell } from '../../core/checked';
import type { Millis } from '../../core/units';
import type { Policy, PolicyKind } from '../../core/policy/policy';
import { readPolicy } from '../../core/policy/read-policy';
import { ServiceError } from '../service-error';
import { awsManagedPolicy } from './aws-managed-policies';

export interface Role {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  /** How long a session of somebody who asks for the role may last. */
  readonly longestSession: Millis;
  trust: Policy;
  boundary: string | undefined;
  /** Policies of its own, by name; whoever put one there says under which owner. */
  readonly inline: Map<string, Policy>;
  readonly attached: Set<string>;
}

/** IAM's roles and policies. */
export class Roles {
  readonly roles = new Map<string, Role>();
  /** Policies of customers, by ARN. */
  readonly managed = new Map<string, Policy>();

  /** @throws ServiceError `NoSuchEntity` */
  named(account: string, name: string): Role {
    const found = [...this.roles.values()].find((role) => role.account === account && role.name === name);
    if (found === undefined) throw new ServiceError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return found;
  }

  /** @throws ServiceError `NoSuchEntity` for a policy of a customer that is not there */
  attach(role: Role, policyArn: string): void {
    if (!isOfAws(policyArn) && !this.managed.has(policyArn)) throw new ServiceError('NoSuchEntity', `Policy ${policyArn} does not exist or is not attachable.`, 404);
    role.attached.add(policyArn);
  }

  /** The policies that give a role permissions. */
  policiesOf({ inline, attached }: Role): readonly Policy[] {
    return [...inline.values(), ...[...attached].flatMap((arn) => this.policy(arn) ?? [])];
  }

  /** Policies of AWS that hang on the role and whose documents the region does not know: they give nothing here. */
  unknownTo({ attached }: Role): readonly string[] {
    return [...attached].filter((arn) => this.policy(arn) === undefined);
  }

  /** Every policy of a template: of roles, those that trust too, and of customers. */
  all(): readonly Policy[] {
    return [...[...this.roles.values()].flatMap(({ trust, inline }) => [trust, ...inline.values()]), ...this.managed.values()];
  }

  policy(arn: string): Policy | undefined {
    return this.managed.get(arn) ?? awsManagedPolicy(arn);
  }
}

const isOfAws = (arn: string): boolean => /^arn:aws:iam::aws:policy\//.test(arn);

/** @throws ServiceError `MalformedPolicyDocument` naming everything that is wrong */
export function policyFrom(name: string, document: unknown, kind: PolicyKind): Policy {
  const read = readPolicy(name, document, kind);
  if (!read.ok) throw new ServiceError('MalformedPolicyDocument', read.problems.map(spell).join('; '));
  return read.value;
}
