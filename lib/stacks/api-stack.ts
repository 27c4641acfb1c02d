import { CfnOutput, Duration, Fn } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { longestRelease } from '../config/stage-rules';
import { BlueGreenDeployment } from '../constructs/blue-green-deployment';
import { BlueGreenService } from '../constructs/blue-green-service';
import type { FunctionLogs } from '../constructs/bundled-function';
import { databaseUsers } from '../constructs/database-role-specification';
import { DeploymentFunction } from '../constructs/deployment-function';
import { retentionOf } from '../constructs/log-retention';
import { Placeholder } from '../constructs/placeholder';
import { ProbeHook, type ServiceContract } from '../constructs/probe-hook';
import { PublicLoadBalancer } from '../constructs/public-load-balancer';
import { RollbackAlarms } from '../constructs/rollback-alarms';
import { serviceLogDriver } from '../constructs/service-log-driver';
import { ServiceRoles } from '../constructs/service-roles';
import { applicationPort, databasePort, testPort } from '../constructs/tier-security-groups';
import { TopologySnapshot, type TopologyKey } from '../constructs/topology-snapshot';
import { subnets } from '../constructs/zoned-vpc';
import type { AlarmPlan } from '../core/rollout/alarm-plan';
import { type Millis, minutes } from '../core/units';
import { api } from './api-names';
import { borrowed } from './borrowed-security-group';
import { databaseName, type DataStack } from './data-stack';
import { accessLogPrefix, type FoundationStack } from './foundation-stack';
import type { NetworkStack } from './network-stack';
import { StageStack } from './stage-stack';
import { trafficShiftOf } from './traffic-shift-of';

export interface ApiStackProps {
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly contract: ServiceContract;
  readonly alarmPlan: AlarmPlan;
}

/** Everything that the API runs on and is released by, except for a release of it. */
export class ApiStack extends StageStack {
  private readonly roles: ServiceRoles;
  private readonly balancer: PublicLoadBalancer;
  private readonly service: BlueGreenService;
  private readonly deploymentFunction: DeploymentFunction;
  private readonly functionLogs: FunctionLogs;

  constructor(scope: Construct, stage: Stage, private readonly props: ApiStackProps) {
    super(scope, 'Api', stage, { tier: 'api', axis: 'topology', description: `API of ${stage.name}: all but its releases` });
    this.describe('changeover:stack', { expectedPeak: stage.expectedPeak, slowAnswerMs: stage.slowAnswer, service: api.service, domain: stage.domain });
    this.functionLogs = { retention: retentionOf(stage.logDays), key: props.foundation.keys.logs };
    this.roles = new ServiceRoles(this, 'Roles', {
      logGroup: props.foundation.apiLog,
      repository: api.repository(stage.name),
      proxy: props.data.proxy,
      primary: props.data.postgres.primary,
      replicas: props.data.postgres.replicas,
      users: databaseUsers,
    });
    this.balancer = this.publicEntrance();
    this.service = this.serviceBehindIt();
    this.deploymentFunction = this.wayToRelease();
    new CfnOutput(this, 'LoadBalancerDnsName', {
      value: this.balancer.loadBalancer.loadBalancerDnsName,
      description: `Make ${stage.domain} an alias of this`,
    });
  }

  /** Writes down what releases may rely on; done last, because the fingerprint is of everything else. */
  publishTopology(fingerprint: string): void {
    this.deploymentFunction.knowsTopology(fingerprint);
    new TopologySnapshot(this, 'Topology', { stage: this.stage.name, service: api.service, fingerprint, values: this.topology() });
  }

  private publicEntrance(): PublicLoadBalancer {
    const { network: { vpc, groups }, foundation } = this.props;
    return new PublicLoadBalancer(this, 'Entrance', {
      vpc,
      subnets: subnets.public,
      securityGroup: borrowed(this, 'LoadBalancerGroup', groups.loadBalancer),
      certificateArn: this.stage.certificateArn,
      testPort,
      accessLogs: { bucket: foundation.accessLogs, prefix: accessLogPrefix },
    });
  }

  private serviceBehindIt(): BlueGreenService {
    const { network: { vpc, groups }, foundation } = this.props;
    const { name, topology, service } = this.stage;
    const names = api.names(name);
    const placeholder = new Placeholder(this, 'Placeholder', {
      stage: name,
      service: api.service,
      family: api.family(name),
      image: topology.placeholderImage,
      container: api.container,
      port: applicationPort,
      executionRole: this.roles.execution,
      logDriver: serviceLogDriver(foundation.apiLog, api.service),
    });
    const behind = new BlueGreenService(this, 'Service', {
      // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
      cluster: new ecs.Cluster(this, 'Cluster', {
        vpc, clusterName: names.cluster, containerInsightsV2: ecs.ContainerInsights.ENHANCED,
      }) as ecs.ICluster,
      serviceName: names.service,
      vpc,
      subnets: subnets.app,
      securityGroup: borrowed(this, 'TaskGroup', groups.api),
      placeholder: placeholder.taskDefinition,
      container: api.container,
      port: applicationPort,
      production: this.balancer.production,
      test: this.balancer.test,
      scaling: { minTasks: service.minTasks, maxTasks: service.maxTasks, targetCpuPercent: service.targetCpu },
    });
    // The first tasks open their log streams with these permissions, and a task definition only waits for the role itself.
    behind.service.node.addDependency(this.roles);
    return behind;
  }

  private wayToRelease(): DeploymentFunction {
    const { stage, props, roles, balancer, service } = this;
    const alarms = new RollbackAlarms(this, 'Alarms', {
      stage: stage.name, service: api.service, plan: props.alarmPlan, pair: service.pair, topic: props.foundation.alarms,
    });
    const probe = this.probeHook();
    const deployment = new BlueGreenDeployment(this, 'Deployment', {
      service,
      names: api.names(stage.name),
      production: balancer.production,
      test: balancer.test,
      shift: trafficShiftOf(stage.traffic),
      bake: Duration.millis(stage.bake),
      alarms: alarms.all,
      hookArns: [probe.arn],
      taskRoles: [roles.task, roles.execution],
    });
    probe.mayReportOn(deployment.groupArn);
    return new DeploymentFunction(this, 'Releases', {
      stage: stage.name,
      service: api.service,
      ecsService: service.service,
      names: api.names(stage.name),
      deployment,
      hooks: [probe],
      network: {
        subnetIds: props.network.vpc.selectSubnets(subnets.app).subnetIds,
        securityGroupIds: [props.network.groups.api.securityGroupId],
      },
      migrationFamily: api.migrationFamily(stage.name),
      taskRoles: [roles.task, roles.execution, roles.migration],
      limits: {
        migrationsMinutes: inMinutes(stage.releaseTime.migrations),
        installMinutes: inMinutes(stage.releaseTime.install),
        totalMinutes: inMinutes(longestRelease),
      },
      logs: this.functionLogs,
    });
  }

  private probeHook(): ProbeHook {
    const { network: { vpc, groups }, data: { postgres }, contract } = this.props;
    return new ProbeHook(this, 'Probe', {
      stage: this.stage.name,
      service: api.service,
      testUrl: `https://${this.balancer.loadBalancer.loadBalancerDnsName}:${testPort}`,
      serverName: this.stage.domain,
      contract,
      primary: postgres.primary,
      database: { name: databaseName, port: databasePort, user: databaseUsers.prober },
      logs: this.functionLogs,
      network: { vpc, subnets: subnets.app, securityGroup: borrowed(this, 'HookGroup', groups.hooks) },
    });
  }

  private topology(): Readonly<Record<TopologyKey, string>> {
    const { data: { postgres, proxy }, foundation } = this.props;
    return {
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
    };
  }
}

const inMinutes = (span: Millis): number => span / minutes(1);
