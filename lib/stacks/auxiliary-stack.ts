import { Fn } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { AuxiliaryRoles } from '../constructs/auxiliary-roles';
import { databaseUsers } from '../constructs/database-role-specification';
import { databasePort } from '../constructs/tier-security-groups';
import type { AuxiliaryTopologyKey } from '../constructs/topology-snapshot';
import { WorkNotices } from '../constructs/work-notices';
import { WorkQueue } from '../constructs/work-queue';
import { subnets } from '../constructs/zoned-vpc';
import type { ServiceStackProps } from './api-stack';
import { auxiliary } from './service-identity';
import { ServiceTier } from './service-tier';
import { StageStack } from './stage-stack';

/**
 * Everything that the features run on which shops can do without, except for a release of them.
 *
 * It shares the network and the replicas with the API, and nothing else: it has an entrance, a log, alarms and releases of its own, a
 * database user whose sessions and statements are capped by the server, and no way to the primary. Nothing of the API depends on it.
 */
export class AuxiliaryStack extends StageStack {
  readonly tier: ServiceTier;
  readonly work: WorkQueue;
  /** The names of the alarms on its work. */
  readonly workNotices: readonly string[];
  private readonly roles: AuxiliaryRoles;

  constructor(scope: Construct, stage: Stage, private readonly props: ServiceStackProps) {
    super(scope, 'Auxiliary', stage, {
      tier: 'auxiliary', axis: 'topology', description: `Auxiliary features of ${stage.name}: all but their releases`,
    });
    this.describeService(auxiliary.service, stage.auxiliary);
    const { foundation, data: { postgres } } = props;
    this.work = new WorkQueue(this, 'Work');
    this.workNotices = new WorkNotices(this, 'WorkNotices', { stage: stage.name, service: auxiliary.service, work: this.work }).names;
    this.roles = new AuxiliaryRoles(this, 'Roles', {
      logGroup: foundation.auxiliaryLog,
      repository: auxiliary.repository(stage.name),
      replicas: postgres.replicas,
      user: databaseUsers.auxiliary,
      work: this.work,
    });
    this.tier = new ServiceTier(this, {
      ...props,
      stage,
      tier: stage.auxiliary,
      identity: auxiliary,
      foundations: [props.network, props.data],
      log: foundation.auxiliaryLog,
      roles: this.roles,
      // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
      leaseTable: this.work.lease as ITable,
    });
  }

  publishTopology(fingerprint: string): void {
    const { data: { postgres }, foundation, network: { vpc, groups } } = this.props;
    this.tier.publishTopology<AuxiliaryTopologyKey>(fingerprint, {
      taskRoleArn: this.roles.task.roleArn,
      executionRoleArn: this.roles.execution.roleArn,
      workerRoleArn: this.roles.worker.roleArn,
      workerSubnets: Fn.join(',', vpc.selectSubnets(subnets.app).subnetIds),
      workerSecurityGroup: groups.auxiliary.tasks.securityGroupId,
      logGroup: foundation.auxiliaryLog.logGroupName,
      readerHosts: Fn.join(',', postgres.replicas.map((replica) => replica.dbInstanceEndpointAddress)),
      readerPort: String(databasePort),
      queueUrl: this.work.queue.queueUrl,
      leaseTable: this.work.lease.tableName,
      digestTable: this.work.digests.tableName,
    });
  }
}
