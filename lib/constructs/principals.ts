import * as iam from 'aws-cdk-lib/aws-iam';

/** Roles by account and name. */
export interface NamedRoles {
  readonly account: string;
  readonly names: readonly string[];
}

export const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

/**
 * Certain roles, of which some may not have been made yet: AWS refuses a policy that names a role which is not there, but not a condition
 * on its name. What the roles may is still for their own policies to say.
 */
export const rolesNamed = ({ account, names }: NamedRoles): iam.IPrincipal =>
  new iam.PrincipalWithConditions(new iam.AccountPrincipal(account), onlyRoles({ account, names }));

export const onlyRoles = ({ account, names }: NamedRoles) => ({ ArnEquals: { 'aws:PrincipalArn': names.map((name) => roleArn(account, name)) } });
