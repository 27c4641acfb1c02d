import * as iam from 'aws-cdk-lib/aws-iam';
import type * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { databaseUserArn, mayConnect } from './database-user';
import { executionRole, type ExecutionRoleProps } from './execution-role';
import { taskRole } from './task-role';
import type { WorkQueue } from './work-queue';

export interface AuxiliaryRolesProps extends ExecutionRoleProps {
  readonly replicas: readonly rds.IDatabaseInstance[];
  /** The user with the cap. Its rights end at reading. */
  readonly user: string;
  readonly work: WorkQueue;
}

/**
 * The roles that releases of the auxiliary tier run with.
 *
 * Nobody here may log in to the primary. What serves customers only puts work into the queue, and only workers take it out; they look
 * at the lease and cannot move it.
 */
export class AuxiliaryRoles extends Construct {
  readonly task: iam.Role;
  readonly execution: iam.Role;
  readonly worker: iam.Role;

  constructor(scope: Construct, id: string, props: AuxiliaryRolesProps) {
    super(scope, id);
    const { queue, lease, digests } = props.work;
    const users = props.replicas.map((replica) => databaseUserArn(replica, props.user));

    this.task = taskRole(this, 'Task', 'Tasks of the auxiliary tier: read from the replicas, ask for work');
    mayConnect(this.task, users);
    allow(this.task, ['sqs:SendMessage'], queue.queueArn);

    this.worker = taskRole(this, 'Worker', 'Workers of the auxiliary tier: take work, read from the replicas, file what comes of it');
    mayConnect(this.worker, users);
    allow(this.worker, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], queue.queueArn);
    // The condition that the lease still stands is part of the transaction that files a digest.
    allow(this.worker, ['dynamodb:GetItem', 'dynamodb:ConditionCheckItem'], lease.tableArn);
    allow(this.worker, ['dynamodb:PutItem'], digests.tableArn);

    this.execution = executionRole(this, 'Execution', props);
  }
}

const allow = (role: iam.Role, actions: string[], resource: string): boolean =>
  role.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
