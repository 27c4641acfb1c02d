import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SessionLimits } from '../core/capacity/session-limits';
import { BundledFunction, type FunctionLogs, type FunctionNetwork } from './bundled-function';
import { roleSpecification } from './database-role-specification';
import { trustRds } from './trust-rds';

export interface DatabaseRolesProps {
  readonly stage: string;
  readonly account: string;
  readonly primary: rds.DatabaseInstance;
  /** The schema is called the same. */
  readonly databaseName: string;
  readonly masterSecret: ISecret;
  /** What the secret is encrypted with. */
  readonly secretKey: IKey;
  readonly sessions: SessionLimits;
  readonly network: FunctionNetwork;
  readonly logs: FunctionLogs;
}

/**
 * The users of the database, the schema, and the row that says which stage it belongs to.
 *
 * Made by a function of ours in the network of the database, again whenever the specification changes. Deleting it deletes nothing:
 * roles own data.
 */
export class DatabaseRoles extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseRolesProps) {
    super(scope, id);
    const code = new BundledFunction(this, 'Bootstrap', {
      functionName: `${props.stage}-database`,
      description: `Makes the roles of the database of ${props.stage}`,
      entry: 'lambda/database/handler.ts',
      environment: {
        HOST: props.primary.dbInstanceEndpointAddress,
        PORT: props.primary.dbInstanceEndpointPort,
        DATABASE: props.databaseName,
        MASTER_SECRET_ARN: props.masterSecret.secretArn,
        STAGE: props.stage,
        ACCOUNT: props.account,
        ...trustRds,
      },
      timeout: Duration.minutes(2),
      memoryMiB: 256,
      logs: props.logs,
      network: props.network,
    });
    this.mayReadMasterSecret(code.role, props);
    new CustomResource(this, 'Roles', {
      resourceType: 'Custom::DatabaseRoles',
      serviceToken: code.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        Roles: JSON.stringify(roleSpecification(props.databaseName, props.sessions)),
        Stage: props.stage,
        Account: props.account,
      },
    });
  }

  /** By hand, because `grantRead` would write the role into the policy of the key, whose stack would then depend on this one. */
  private mayReadMasterSecret(role: iam.Role, { masterSecret, secretKey }: DatabaseRolesProps): void {
    role.addToPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [masterSecret.secretArn] }));
    role.addToPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [secretKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` } },
    }));
  }
}
