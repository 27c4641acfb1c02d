import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { readerRoleName } from '../core/delivery/names';
import { ledgerTable } from '../core/ledger/names';
import { type NamedRoles, rolesNamed } from './principals';
import { keysOf, mayCheck } from './signing-key';

export interface LedgerReaderProps {
  readonly stage: string;
  /** The pipelines of the stages that take releases from this one. */
  readonly readers: readonly NamedRoles[];
  readonly boundary: iam.IManagedPolicy;
}

/** Lets the pipelines of later stages read what became of a release here, and check who says so: the table is in another account than they. */
export class LedgerReader extends Construct {
  constructor(scope: Construct, id: string, { stage, readers, boundary }: LedgerReaderProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const role = new iam.Role(this, 'Role', {
      roleName: readerRoleName(stage),
      description: `Reads the ledger of ${stage}, for the stages that take its word`,
      assumedBy: new iam.CompositePrincipal(...readers.map((roles) => rolesNamed(roles) as iam.PrincipalBase)),
      permissionsBoundary: boundary,
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [`arn:aws:dynamodb:${region}:${account}:table/${ledgerTable(stage)}`] }));
    for (const signer of ['build', 'verdict'] as const) mayCheck(role, { stage, signer, account, region });
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${keysOf({ account, region })}]`, reason: 'KMS chooses the id of a key; a condition names the alias by which it has to be used' });
  }
}
