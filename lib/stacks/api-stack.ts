import { Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { ApiRoles } from '../constructs/api-roles';
import { databaseUsers } from '../constructs/database-role-specification';
import type { ServiceContract } from '../constructs/probe-hook';
import { databasePort } from '../constructs/tier-security-groups';
import type { ApiTopologyKey } from '../constructs/topology-snapshot';
import { sessionsOfTask } from '../core/capacity/session-limits';
import type { AlarmPlan } from '../core/rollout/alarm-plan';
import { databaseName, type DataStack } from './data-stack';
import type { FoundationStack } from './foundation-stack';
import type { NetworkStack } from './network-stack';
import { api } from './service-identity';
import { ServiceTier } from './service-tier';
import { StageStack } from './stage-stack';

export interface ServiceStackProps {
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  readonly data: DataStack;
  /** The stage whose word its releases need. @default - none is before this one */
  readonly before: Stage | undefined;
  readonly contract: ServiceContract;
  readonly alarmPlan: AlarmPlan;
}

/** Everything that the API runs on and is released by, except for a release of it. */
export class ApiStack extends StageStack {
  readonly tier: ServiceTier;
  private readonly roles: ApiRoles;

  constructor(scope: Construct, stage: Stage, private readonly props: ServiceStackProps) {
    super(scope, 'Api', stage, { tier: 'api', axis: 'topology', description: `API of ${stage.name}: all but its releases` });
    this.describeService(api.service, stage);
    const { foundation, data: { proxy, postgres } } = props;
    this.roles = new ApiRoles(this, 'Roles', {
      logGroup: foundation.apiLog,
      repository: api.repository(stage.name),
      proxy,
      primary: postgres.primary,
      replicas: postgres.replicas,
      users: databaseUsers,
    });
    this.tier = new ServiceTier(this, {
      ...props,
      stage,
      tier: stage,
      identity: api,
      foundations: [props.network, props.data],
      log: foundation.apiLog,
      alarmTopic: foundation.alarms,
      available: props.data.primaryAvailability,
      reads: { replicas: postgres.replicas, ofTask: sessionsOfTask.api, ofOthers: stage.auxiliary.connections },
      roles: this.roles,
      proofs: { primary: postgres.primary, name: databaseName, port: databasePort, user: databaseUsers.prober },
      migrations: { family: api.migrationFamily(stage.name), role: this.roles.migration },
    });
  }

  publishTopology(fingerprint: string): void {
    const { data: { postgres, proxy }, foundation } = this.props;
    this.tier.publishTopology<ApiTopologyKey>(fingerprint, {
      taskRoleArn: this.roles.task.roleArn,
      executionRoleArn: this.roles.execution.roleArn,
      migrationRoleArn: this.roles.migration.roleArn,
      logGroup: foundation.apiLog.logGroupName,
      writerHost: proxy.endpoint,
      writerPort: String(databasePort),
      readerHosts: Fn.join(',', postgres.replicas.map((replica) => replica.dbInstanceEndpointAddress)),
      readerPort: String(databasePort),
      ownerHost: postgres.primary.dbInstanceEndpointAddress,
      ownerPort: String(databasePort),
    });
  }
}
