import { CfnParameter, CustomResource, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { functionArnOf } from '../constructs/bundled-function';
import { databaseUsers } from '../constructs/database-role-specification';
import { deploymentFunctionName } from '../constructs/deployment-function';
import { ReleaseTask, type ReleasedWorkload } from '../constructs/release-task';
import { serviceLogDriver } from '../constructs/service-log-driver';
import { applicationPort } from '../constructs/tier-security-groups';
import { type TopologyKey, topologyPath } from '../constructs/topology-snapshot';
import { api } from './api-names';
import { databaseName } from './data-stack';
import { StageStack } from './stage-stack';

export interface ApiReleaseStackProps {
  readonly workload: ReleasedWorkload;
  /** What stands behind the repository in the image's name. */
  readonly imageReference: string;
  /** The topology that this release was made for; on any other it is refused. */
  readonly fingerprint: string;
}

/**
 * One release of the API: what runs, and the resource whose change is a deployment of it.
 *
 * It holds no role, no permission and no server. What it knows of the topology it reads from the snapshot whose fingerprint it names.
 */
export class ApiReleaseStack extends StageStack {
  constructor(scope: Construct, stage: Stage, private readonly props: ApiReleaseStackProps) {
    super(scope, 'ApiRelease', stage, { tier: 'api', axis: 'release', description: `Release of the API in ${stage.name}` });
    const service = this.serviceTask();
    const migration = this.migrationTask();
    new CustomResource(this, 'Deployment', {
      resourceType: 'Custom::EcsBlueGreenDeployment',
      serviceToken: functionArnOf(this, deploymentFunctionName(stage.name, api.service)),
      serviceTimeout: Duration.hours(1),
      properties: {
        Release: props.workload.release,
        TaskDefinition: service.taskDefinitionArn,
        MigrationTaskDefinition: migration.taskDefinitionArn,
        ContainerName: api.container,
        ContainerPort: String(applicationPort),
        Topology: props.fingerprint,
        Attempt: this.attempt(),
      },
    });
  }

  private serviceTask(): ReleaseTask {
    const { cpu, memoryMiB } = this.stage.service;
    return new ReleaseTask(this, 'Service', {
      ...this.common('taskRoleArn'),
      family: api.family(this.stage.name),
      command: ['node', 'main.js'],
      port: applicationPort,
      cpu,
      memoryMiB,
      environment: {
        ...this.identity(),
        PORT: String(applicationPort),
        SERVICE: api.service,
        WRITER_HOST: this.topology('writerHost'),
        WRITER_PORT: this.topology('writerPort'),
        WRITER_USER: databaseUsers.writer,
        READER_HOSTS: this.topology('readerHosts'),
        READER_PORT: this.topology('readerPort'),
        READER_USER: databaseUsers.reader,
        LOG_LEVEL: 'info',
      },
    });
  }

  private migrationTask(): ReleaseTask {
    return new ReleaseTask(this, 'Migration', {
      ...this.common('migrationRoleArn'),
      family: api.migrationFamily(this.stage.name),
      command: ['node', 'migrate.js'],
      cpu: 256,
      memoryMiB: 512,
      environment: {
        ...this.identity(),
        OWNER_HOST: this.topology('ownerHost'),
        OWNER_PORT: this.topology('ownerPort'),
        OWNER_USER: databaseUsers.owner,
      },
    });
  }

  private common(role: 'taskRoleArn' | 'migrationRoleArn') {
    const { account, region, name } = this.stage;
    return {
      image: `${account}.dkr.ecr.${region}.amazonaws.com/${api.repository(name)}${this.props.imageReference}`,
      container: api.container,
      taskRole: this.role(role),
      executionRole: this.role('executionRoleArn'),
      logDriver: serviceLogDriver(this.log(), api.service),
      workload: this.props.workload,
    };
  }

  private identity(): Readonly<Record<string, string>> {
    return { STAGE: this.stage.name, ACCOUNT: this.stage.account, RELEASE: this.props.workload.release, DATABASE: databaseName };
  }

  /** Imported as one that cannot be changed: a permission is part of the topology, never of a release. */
  private role(key: TopologyKey): iam.IRole {
    const id = `Imported-${key}`;
    return (this.node.tryFindChild(id) as iam.IRole | undefined) ?? iam.Role.fromRoleArn(this, id, this.topology(key), { mutable: false });
  }

  private log(): logs.ILogGroup {
    const id = 'Imported-logGroup';
    const known = this.node.tryFindChild(id) as logs.ILogGroup | undefined;
    return known ?? logs.LogGroup.fromLogGroupName(this, id, this.topology('logGroup'));
  }

  /** CloudFormation reads the value from the snapshot when the stack is deployed. */
  private topology(key: TopologyKey): string {
    const id = `Topology${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    const parameter = (this.node.tryFindChild(id) as CfnParameter | undefined) ?? new CfnParameter(this, id, {
      type: 'AWS::SSM::Parameter::Value<String>',
      default: topologyPath(this.stage.name, api.service, this.props.fingerprint, key),
    });
    return parameter.valueAsString;
  }

  /** A release that failed is no change when it is tried again; another number makes it one: `-c attempt=2`. */
  private attempt(): string {
    return String(this.node.tryGetContext('attempt') ?? 1);
  }
}
