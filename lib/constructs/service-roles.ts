import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { databaseUserArn } from './database-user';
import { taskRole } from './task-role';

export interface ServiceRolesProps {
  readonly logGroup: logs.ILogGroup;
  /** The only repository that images may come from, by its name. */
  readonly repository: string;
  readonly proxy: rds.IDatabaseProxy;
  readonly primary: rds.IDatabaseInstance;
  readonly replicas: readonly rds.IDatabaseInstance[];
  readonly users: { readonly writer: string; readonly reader: string; readonly owner: string };
}

/**
 * The roles that releases run with.
 *
 * They belong to the topology: a release is given their ARNs and can add no permission. Who may change the schema is not who serves
 * customers, so a faulty release cannot drop a table.
 */
export class ServiceRoles extends Construct {
  readonly task: iam.Role;
  /** Pulls images and opens log streams, before any code of the release runs. */
  readonly execution: iam.Role;
  readonly migration: iam.Role;

  constructor(scope: Construct, id: string, props: ServiceRolesProps) {
    super(scope, id);
    this.task = taskRole(this, 'Task', 'Tasks of the service: writes through the proxy, reads from the replicas');
    props.proxy.grantConnect(this.task, props.users.writer);
    mayConnect(this.task, props.replicas.map((replica) => databaseUserArn(replica, props.users.reader)));

    this.migration = taskRole(this, 'Migration', 'Migrations: owner of the schema, on the primary');
    mayConnect(this.migration, [databaseUserArn(props.primary, props.users.owner)]);

    this.execution = taskRole(this, 'Execution', 'ECS on behalf of tasks: images and log streams');
    this.mayPull(props.repository);
    this.execution.addToPolicy(new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [props.logGroup.logGroupArn],
    }));
  }

  private mayPull(repository: string): void {
    const { partition, region, account } = Stack.of(this);
    this.execution.addToPolicy(new iam.PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      resources: [`arn:${partition}:ecr:${region}:${account}:repository/${repository}`],
    }));
    this.execution.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));
    Validations.of(this.execution).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'A token is for the whole registry, so ecr:GetAuthorizationToken knows no resource; pulling is from one repository',
    });
  }
}

function mayConnect(role: iam.Role, resources: string[]): void {
  role.addToPolicy(new iam.PolicyStatement({ actions: ['rds-db:connect'], resources }));
}
