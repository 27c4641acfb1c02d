import { CfnParameter, CustomResource, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { functionArnOf } from '../constructs/bundled-function';
import { deploymentFunctionName } from '../constructs/deployment-function';
import { ReleaseTask, type ReleasedWorkload, type ReleaseTaskProps } from '../constructs/release-task';
import { serviceLogDriver } from '../constructs/service-log-driver';
import { applicationPort } from '../constructs/tier-security-groups';
import { type CommonTopologyKey, topologyPath } from '../constructs/topology-snapshot';
import { databaseName } from './data-stack';
import type { ServiceIdentity } from './service-identity';
import { StageStack } from './stage-stack';

export interface ReleaseStackProps {
  readonly workload: ReleasedWorkload;
  /** What stands behind the repository in the image's name. */
  readonly imageReference: string;
  /** The topology that this release was made for; on any other it is refused. */
  readonly fingerprint: string;
}

/** What one program of a release has that another has not. */
export type Program<Key> = Pick<ReleaseTaskProps, 'family' | 'command' | 'cpu' | 'memoryMiB' | 'port' | 'environment'> & {
  /** Where the topology says the ARN of its role. */
  readonly role: Key | CommonTopologyKey;
  /** @default - the container of the service */
  readonly container?: string;
};

/**
 * One release of a service: what runs, and the resource whose change is a deployment of it.
 *
 * It holds no role, no permission and no server. What it knows of the topology it reads from the snapshot whose fingerprint it names,
 * by one of `Key`.
 */
export abstract class ReleaseStack<Key extends string> extends StageStack {
  constructor(
    scope: Construct, stage: Stage, private readonly identity: ServiceIdentity, protected readonly props: ReleaseStackProps,
  ) {
    const { service } = identity;
    const what = service === 'api' ? 'the API' : service;
    super(scope, identity.releaseStack, stage, { tier: service, axis: 'release', description: `Release of ${what} in ${stage.name}` });
  }

  /** One program of the release as a task definition, in the service's container, with what all of its programs are told. */
  protected task(id: string, { role, environment, ...program }: Program<Key>): ReleaseTask {
    const { account, region, name } = this.stage;
    const { workload, imageReference } = this.props;
    return new ReleaseTask(this, id, {
      container: this.identity.container,
      ...program,
      environment: { STAGE: name, ACCOUNT: account, RELEASE: workload.release, DATABASE: databaseName, ...environment },
      image: `${account}.dkr.ecr.${region}.amazonaws.com/${this.identity.repository(name)}${imageReference}`,
      taskRole: this.role(role),
      executionRole: this.role('executionRoleArn'),
      logDriver: serviceLogDriver(this.log(), this.identity.service),
      workload,
    });
  }

  /** The resource whose change is a deployment. */
  protected deployment(service: ReleaseTask, more: Readonly<Record<string, string>> = {}): CustomResource {
    return new CustomResource(this, 'Deployment', {
      resourceType: 'Custom::EcsBlueGreenDeployment',
      serviceToken: functionArnOf(this, deploymentFunctionName(this.stage.name, this.identity.service)),
      serviceTimeout: Duration.hours(1),
      properties: {
        Release: this.props.workload.release,
        TaskDefinition: service.taskDefinitionArn,
        ...more,
        ContainerName: this.identity.container,
        ContainerPort: String(applicationPort),
        Topology: this.props.fingerprint,
        Attempt: this.attempt,
        ...this.fixes,
      },
    });
  }

  /** CloudFormation reads the value from the snapshot when the stack is deployed. */
  protected topology(key: Key | CommonTopologyKey): string {
    const id = `Topology${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    const parameter = (this.node.tryFindChild(id) as CfnParameter | undefined) ?? new CfnParameter(this, id, {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: topologyPath(this.stage.name, this.identity.service, this.props.fingerprint, key),
    });
    return parameter.valueAsString;
  }

  /** @throws Error when the context says something that is no number */
  protected get attempt(): string {
    const name = this.identity.context.attempt;
    const said = String(this.node.tryGetContext(name) ?? 1);
    if (!/^\d{1,4}$/.test(said)) throw new Error(`${name} must be a whole number such as 2, got "${said}"`);
    return said;
  }

  /** The property by which the deployment function lets a release begin under a red alarm. @throws Error when only half of it is said */
  private get fixes(): object {
    const { fixes, because } = this.identity.context;
    const [names, reason] = [fixes, because].map((name) => String(this.node.tryGetContext(name) ?? '').trim());
    if (names === '' && reason === '') return {};
    if (names === '' || names === undefined) throw new Error(`${because} says why an alarm may be red, and ${fixes} must say which one`);
    if (reason === '' || reason === undefined) throw new Error(`${fixes} names alarms that may be red, and ${because} must say why, such as -c ${because}="uses fail since Monday, this release ends it"`);
    return { Fixes: { Alarms: names.split(',').map((name) => name.trim()), Reason: reason } };
  }

  /** Imported as one that cannot be changed: a permission is part of the topology, never of a release. */
  private role(key: Key | CommonTopologyKey): iam.IRole {
    const id = `Imported-${key}`;
    return (this.node.tryFindChild(id) as iam.IRole | undefined) ?? iam.Role.fromRoleArn(this, id, this.topology(key), { mutable: false });
  }

  private log(): logs.ILogGroup {
    const id = 'Imported-logGroup';
    const known = this.node.tryFindChild(id) as logs.ILogGroup | undefined;
    return known ?? logs.LogGroup.fromLogGroupName(this, id, this.topology('logGroup'));
  }
}
