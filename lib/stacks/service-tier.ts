import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { inMinutes } from '../config/conflict';
import type { Stage } from '../config/stage';
import { longestRelease } from '../config/stage-rules';
import type { Tier } from '../config/tier';
import { BlueGreenDeployment } from '../constructs/blue-green-deployment';
import { BlueGreenService } from '../constructs/blue-green-service';
import type { FunctionLogs } from '../constructs/bundled-function';
import { DeploymentFunction } from '../constructs/deployment-function';
import type { LifecycleHook } from '../constructs/lifecycle-hook';
import { EvidenceHook } from '../constructs/evidence-hook';
import { IdentityHook } from '../constructs/identity-hook';
import { retentionOf } from '../constructs/log-retention';
import { Placeholder } from '../constructs/placeholder';
import { type ProofDatabase, ProbeHook, type ServiceContract } from '../constructs/probe-hook';
import { PublicLoadBalancer } from '../constructs/public-load-balancer';
import { type ReadSessions, RollbackAlarms } from '../constructs/rollback-alarms';
import { serviceLogDriver } from '../constructs/service-log-driver';
import { SlowAnswers } from '../constructs/slow-answers';
import { applicationPort, testPort } from '../constructs/tier-security-groups';
import { TopologySnapshot } from '../constructs/topology-snapshot';
import { Watch } from '../constructs/watch';
import { subnets } from '../constructs/zoned-vpc';
import type { AlarmPlan } from '../core/rollout/alarm-plan';
import { borrowed } from './borrowed-security-group';
import type { FoundationStack } from './foundation-stack';
import type { NetworkStack } from './network-stack';
import type { ServiceIdentity } from './service-identity';
import { stackName } from './stage-stack';
import { trafficShiftOf } from './traffic-shift-of';

export interface ServiceTierProps {
  readonly stage: Stage;
  readonly tier: Tier;
  readonly identity: ServiceIdentity;
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
  /** The stacks that its releases stand on, beside its own. */
  readonly foundations: readonly Stack[];
  /** The log of its tasks. */
  readonly log: logs.ILogGroup;
  readonly contract: ServiceContract;
  readonly alarmPlan: AlarmPlan;
  /** What the platform says of the availability of the database that its requests need. @default - nobody says anything */
  readonly available?: IMetric;
  /** The database that its tasks read from directly. @default - nothing that it could use up */
  readonly reads?: ReadSessions;
  /** Told when an alarm that takes a release back fires. @default - nobody: the alarms act, and are spoken for by a notice */
  readonly alarmTopic?: ITopic;
  /** The roles of its tasks. Their permissions are there before the first task is. */
  readonly roles: Construct & { readonly task: iam.Role; readonly execution: iam.Role };
  /** Where its writes are looked up. @default - it writes nothing */
  readonly proofs?: ProofDatabase;
  /** The stage whose word its releases need. @default - none is before this one */
  readonly before?: Stage | undefined;
  /** What migrates its database before a release. @default - releases bring no migrations */
  readonly migrations?: { readonly family: string; readonly role: iam.Role };
  /** The lease on its queue. @default - it has no queue */
  readonly leaseTable?: ITable;
}

interface Deployable {
  readonly group: BlueGreenDeployment;
  readonly hooks: readonly LifecycleHook[];
}

/**
 * What every service has that customers reach and that is released blue/green: entrance, service, alarms, proof, and the way to
 * release it. Its parts stand directly in the stack that is given.
 */
export class ServiceTier {
  private readonly entrance: PublicLoadBalancer;
  private readonly service: BlueGreenService;
  private readonly alarms: RollbackAlarms;
  private readonly slow: SlowAnswers;
  private readonly releases: DeploymentFunction;
  private readonly watch: Watch;

  constructor(private readonly stack: Construct, private readonly props: ServiceTierProps) {
    const { stage, identity, alarmPlan, alarmTopic } = props;
    this.entrance = this.publicEntrance();
    this.service = this.serviceBehindIt();
    this.alarms = new RollbackAlarms(stack, 'Alarms', {
      stage: stage.name, service: identity.service, plan: alarmPlan, pair: this.service.pair, log: props.log,
      slowerThan: Duration.millis(props.tier.slowAnswer),
      ...(props.available && { available: props.available }),
      ...(props.reads && { reads: props.reads }),
      ...(alarmTopic && { topic: alarmTopic }),
    });
    this.slow = new SlowAnswers(stack, 'Slow', {
      stage: stage.name,
      service: identity.service,
      operations: this.operations,
      slowerThan: Duration.millis(props.tier.slowAnswer),
    });
    const deployment = this.deployments();
    this.releases = this.wayToRelease(deployment);
    this.watch = new Watch(stack, 'Watch', {
      stage: stage.name, tier: identity.service, service: this.service, names: identity.names(stage.name), deployment: deployment.group, alarms: this.alarms.terms, logs: this.functionLogs,
    });
    new CfnOutput(stack, 'LoadBalancerDnsName', {
      value: this.entrance.loadBalancer.loadBalancerDnsName,
      description: `Make ${props.tier.domain} an alias of this`,
    });
  }

  /** The names of the alarms that take a release back, and of those that only have to be noticed. */
  get alarmNames(): { readonly rollback: readonly string[]; readonly slow: readonly string[]; readonly watch: readonly string[] } {
    return { rollback: this.alarms.names, slow: this.slow.names, watch: this.watch.notices };
  }

  /** What is counted of its customers' requests, and of the work that they leave. */
  get operations(): readonly string[] {
    return this.props.alarmPlan.operations.map(({ operation }) => operation);
  }

  /** Writes down what releases may rely on; done last, because the fingerprint is of everything else. */
  publishTopology<Key extends string>(fingerprint: string, values: Readonly<Record<Key, string>>): void {
    const { stage, identity } = this.props;
    this.releases.knowsTopology(fingerprint);
    new TopologySnapshot(this.stack, 'Topology', { stage: stage.name, service: identity.service, fingerprint, values });
  }

  private publicEntrance(): PublicLoadBalancer {
    const { network: { vpc, groups }, foundation, identity: { service }, tier } = this.props;
    return new PublicLoadBalancer(this.stack, 'Entrance', {
      vpc,
      subnets: subnets.public,
      securityGroup: borrowed(this.stack, 'LoadBalancerGroup', groups[service].loadBalancer),
      certificateArn: tier.certificateArn,
      testPort,
      accessLogs: { bucket: foundation.accessLogs, prefix: service },
    });
  }

  private serviceBehindIt(): BlueGreenService {
    const { stack, props: { network: { vpc, groups }, stage, identity, tier: { service }, roles, log } } = this;
    const names = identity.names(stage.name);
    const placeholder = new Placeholder(stack, 'Placeholder', {
      stage: stage.name,
      service: identity.service,
      family: identity.family(stage.name),
      image: stage.topology.placeholderImage,
      container: identity.container,
      port: applicationPort,
      executionRole: roles.execution,
      logDriver: serviceLogDriver(log, identity.service),
    });
    const behind = new BlueGreenService(stack, 'Service', {
      // CDK's classes do not fit their own interfaces under exactOptionalPropertyTypes.
      cluster: new ecs.Cluster(stack, 'Cluster', {
        vpc, clusterName: names.cluster, containerInsightsV2: ecs.ContainerInsights.ENHANCED,
      }) as ecs.ICluster,
      serviceName: names.service,
      vpc,
      subnets: subnets.app,
      securityGroup: borrowed(stack, 'TaskGroup', groups[identity.service].tasks),
      placeholder: placeholder.taskDefinition,
      container: identity.container,
      port: applicationPort,
      production: this.entrance.production,
      test: this.entrance.test,
      scaling: { minTasks: service.minTasks, maxTasks: service.maxTasks, targetCpuPercent: service.targetCpu },
    });
    // The first tasks open their log streams with these permissions, and a task definition only waits for the role itself.
    behind.service.node.addDependency(roles.execution);
    return behind;
  }

  private deployments(): Deployable {
    const { stack, entrance, service, props: { stage, identity, tier, roles } } = this;
    const hooks = [this.identityHook(), this.probeHook(), this.evidenceHook()];
    const group = new BlueGreenDeployment(stack, 'Deployment', {
      service,
      names: identity.names(stage.name),
      production: entrance.production,
      test: entrance.test,
      shift: trafficShiftOf(tier.traffic),
      bake: Duration.millis(tier.bake),
      alarms: this.alarms.all,
      hookArns: hooks.map(({ arn }) => arn),
      taskRoles: [roles.task, roles.execution],
    });
    for (const hook of hooks) hook.mayReportOn(group.groupArn);
    return { group, hooks };
  }

  private wayToRelease({ group, hooks }: Deployable): DeploymentFunction {
    const { stack, service, props: { stage, identity, network, roles, migrations, leaseTable, before } } = this;
    return new DeploymentFunction(stack, 'Releases', {
      stage: stage.name,
      service: identity.service,
      ecsService: service.service,
      names: identity.names(stage.name),
      deployment: group,
      hooks,
      releaseStack: stackName(stage.name, identity.releaseStack),
      preflight: {
        alarms: this.alarms.terms,
        rules: { production: service.routes.production.rule.listenerRuleArn, test: service.routes.test.rule.listenerRuleArn },
        stacks: [...this.props.foundations, Stack.of(stack)].map(({ stackName }) => stackName),
      },
      network: {
        subnetIds: network.vpc.selectSubnets(subnets.app).subnetIds,
        securityGroupIds: [network.groups[identity.service].tasks.securityGroupId],
      },
      ...(migrations && { migrationFamily: migrations.family }),
      ...(leaseTable && { leaseTable }),
      ...(before && { before: { stage: before.name, account: before.account, region: before.region } }),
      taskRoles: [roles.task, roles.execution, ...(migrations === undefined ? [] : [migrations.role])],
      limits: {
        migrationsMinutes: inMinutes(stage.releaseTime.migrations),
        installMinutes: inMinutes(stage.releaseTime.install),
        totalMinutes: inMinutes(longestRelease),
      },
      logs: this.functionLogs,
    });
  }

  private identityHook(): IdentityHook {
    const { stage, identity } = this.props;
    return new IdentityHook(this.stack, 'Identity', { stage: stage.name, service: identity.service, names: identity.names(stage.name), logs: this.functionLogs });
  }

  private probeHook(): ProbeHook {
    const { network: { vpc, groups }, stage, identity, tier, contract, proofs, log } = this.props;
    const { service } = identity;
    return new ProbeHook(this.stack, 'Probe', {
      stage: stage.name,
      service,
      testUrl: `https://${this.entrance.loadBalancer.loadBalancerDnsName}:${testPort}`,
      serverName: tier.domain,
      contract,
      names: identity.names(stage.name),
      serviceLog: log,
      ...(proofs && { proofs }),
      logs: this.functionLogs,
      network: { vpc, subnets: subnets.app, securityGroup: borrowed(this.stack, 'HookGroup', groups[service].hooks) },
    });
  }

  private evidenceHook(): EvidenceHook {
    const { stage, identity, tier, contract } = this.props;
    return new EvidenceHook(this.stack, 'Evidence', {
      stage: stage.name,
      service: identity.service,
      loadBalancer: this.entrance.loadBalancer,
      serverName: tier.domain,
      pair: this.service.pair,
      operations: contract.operations,
      names: identity.names(stage.name),
      logs: this.functionLogs,
    });
  }

  private get functionLogs(): FunctionLogs {
    const { stage, foundation } = this.props;
    return { retention: retentionOf(stage.logDays), key: foundation.keys.logs };
  }
}
