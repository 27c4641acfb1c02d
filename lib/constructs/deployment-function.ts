import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type KeyPlace, signingKeyArn } from '../core/ledger/names';
import type { BlueGreenDeployment } from './blue-green-deployment';
import { BundledFunction, type FunctionLogs } from './bundled-function';
import { DeploymentMachine } from './deployment-machine';
import { mayHandOver, mayInspect, mayKeepLedger, mayMigrate, mayRollOut } from './deployment-permissions';
import type { LifecycleHook } from './lifecycle-hook';
import type { ServiceNames } from './service-names';

export interface DeploymentFunctionProps {
  readonly stage: string;
  readonly service: string;
  readonly ecsService: ecs.FargateService;
  readonly names: ServiceNames;
  readonly deployment: BlueGreenDeployment;
  readonly hooks: readonly LifecycleHook[];
  /** What a release has to find as it was deployed. */
  readonly preflight: ReleasePreflight;
  /** Where tasks of releases and migrations run: nothing of a service is repeated by CodeDeploy unless a deployment says it. */
  readonly network: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** The family of the task definitions that migrate the database. @default - releases bring no migrations */
  readonly migrationFamily?: string;
  /** The name of the stack whose requests it works on: it looks at what CloudFormation does with it. */
  readonly releaseStack: string;
  /** Where the lease on the service's queue is kept. @default - the service has no queue */
  readonly leaseTable?: ITable;
  /** The roles of all tasks that a release or its migrations run with. */
  readonly taskRoles: readonly iam.IRole[];
  /** The stage whose word a release needs. @default - none is before this one */
  readonly before?: KeyPlace | undefined;
  readonly limits: DeploymentLimits;
  readonly logs: FunctionLogs;
}

export interface ReleasePreflight {
  /** The group's alarms: name to terms. */
  readonly alarms: Readonly<Record<string, string>>;
  /** ARNs of the rules that forward to the pair of target groups. */
  readonly rules: { readonly production: string; readonly test: string };
  /** The stacks that a release stands on. */
  readonly stacks: readonly string[];
}

/** What a release may take before the function gives it up. */
export interface DeploymentLimits {
  readonly migrationsMinutes: number;
  readonly installMinutes: number;
  readonly totalMinutes: number;
}

/**
 * What turns a changed release template into a deployment: the function behind the release stack's custom resource, and its machine.
 *
 * It is no part of the release, so a faulty release cannot break its own way back.
 */
export class DeploymentFunction extends Construct {
  private readonly code: BundledFunction;

  constructor(scope: Construct, id: string, props: DeploymentFunctionProps) {
    super(scope, id);
    const name = deploymentFunctionName(props.stage, props.service);
    const { partition, region, account } = Stack.of(this);
    const machineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
    const network = { subnets: props.network.subnetIds, securityGroups: props.network.securityGroupIds, assignPublicIp: 'DISABLED' };

    this.code = new BundledFunction(this, 'Code', {
      functionName: name,
      // The key and the ledger of the stage let a role of this name in.
      roleName: name,
      description: `Rolls out releases of ${props.service} in ${props.stage}`,
      entry: 'lambda/deployment/handler.ts',
      environment: {
        APPLICATION: props.deployment.applicationName,
        DEPLOYMENT_GROUP: props.deployment.groupName,
        CLUSTER: props.ecsService.cluster.clusterName,
        SERVICE: props.ecsService.serviceName,
        STATE_MACHINE_ARN: machineArn,
        NETWORK: Stack.of(this).toJsonString(network),
        HOOKS: JSON.stringify(Object.fromEntries(props.hooks.map((hook) => [hook.event, hook.name]))),
        LIMITS: JSON.stringify(props.limits),
        PREFLIGHT: JSON.stringify({ alarms: props.preflight.alarms, stacks: props.preflight.stacks }),
        RULES: Stack.of(this).toJsonString({ live: props.preflight.rules.production, test: props.preflight.rules.test }),
        LEDGER: JSON.stringify(ledgerSettings({ stage: props.stage, account, region }, props.service, props.before)),
        ...(props.leaseTable && { LEASE_TABLE: props.leaseTable.tableName }),
      },
      timeout: Duration.seconds(60),
      memoryMiB: 256,
      logs: props.logs,
    });
    mayRollOut(this.code.role, { ...props, machineArn });
    mayInspect(this.code.role, props.deployment.groupArn, { alarms: Object.keys(props.preflight.alarms), stacks: [...props.preflight.stacks, props.releaseStack] });
    mayKeepLedger(this.code.role, { stage: props.stage, account, region }, props.before);
    if (props.migrationFamily !== undefined) mayMigrate(this.code.role, props.migrationFamily, props);
    if (props.leaseTable !== undefined) mayHandOver(this.code.role, props.leaseTable, props);

    const machine = new DeploymentMachine(this, 'Machine', { name, functionName: name, logs: props.logs });
    machine.mayCall(this.code.functionArn);
  }

  /** The function refuses a release that was made for another topology. */
  knowsTopology(fingerprint: string): void {
    this.code.tell('TOPOLOGY', fingerprint);
  }
}

/** As the function reads them: whose ledger, and which keys vouch for it. */
const ledgerSettings = (own: KeyPlace, service: string, before: KeyPlace | undefined) => ({
  stage: own.stage, service, buildKey: signingKeyArn(own, 'build'), verdictKey: signingKeyArn(own, 'verdict'),
  ...(before && { before: { stage: before.stage, verdictKey: signingKeyArn(before, 'verdict') } }),
});

/** Fixed, because CloudFormation refuses another service token for a custom resource that exists. */
export const deploymentFunctionName = (stage: string, service: string): string => `${stage}-${service}-deployment`;
