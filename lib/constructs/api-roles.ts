import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { databaseUserArn, mayConnect } from './database-user';
import { executionRole, type ExecutionRoleProps } from './execution-role';
import { taskRole } from './task-role';

export interface ApiRolesProps extends ExecutionRoleProps {
  readonly proxy: rds.IDatabaseProxy;
  readonly primary: rds.IDatabaseInstance;
  readonly replicas: readonly rds.IDatabaseInstance[];
  readonly users: { readonly writer: string; readonly reader: string; readonly owner: string };
}

/**
 * The roles that releases of the API run with.
 *
 * They belong to the topology: a release is given their ARNs and can add no permission. Who may change the schema is not who serves
 * customers, so a faulty release cannot drop a table.
 */
export class ApiRoles extends Construct {
  readonly task: iam.Role;
  readonly execution: iam.Role;
  readonly migration: iam.Role;

  constructor(scope: Construct, id: string, props: ApiRolesProps) {
    super(scope, id);
    this.task = taskRole(this, 'Task', 'Tasks of the service: writes through the proxy, reads from the replicas');
    props.proxy.grantConnect(this.task, props.users.writer);
    mayConnect(this.task, props.replicas.map((replica) => databaseUserArn(replica, props.users.reader)));

    this.migration = taskRole(this, 'Migration', 'Migrations: owner of the schema, on the primary');
    mayConnect(this.migration, [databaseUserArn(props.primary, props.users.owner)]);

    this.execution = executionRole(this, 'Execution', props);
  }
}
