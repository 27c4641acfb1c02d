import { ArnFormat } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IDatabaseInstance } from 'aws-cdk-lib/aws-rds';

/** What IAM calls a user of a database: by an identifier of the instance that is not its name. */
export function databaseUserArn(instance: IDatabaseInstance, user: string): string {
  const { stack, instanceResourceId } = instance;
  if (instanceResourceId === undefined) {
    throw new Error(`${instance.node.path} has no resource id, so nobody can be allowed to connect to it`);
  }
  const resourceName = `${instanceResourceId}/${user}`;
  return stack.formatArn({ service: 'rds-db', resource: 'dbuser', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/** Lets a role log in as these users, and no others. */
export function mayConnect(role: iam.Role, userArns: string[]): void {
  role.addToPolicy(new iam.PolicyStatement({ actions: ['rds-db:connect'], resources: userArns }));
}
