import { Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { databaseUsers } from '../constructs/database-role-specification';
import type { ReleaseTask } from '../constructs/release-task';
import { workerServiceName } from '../constructs/service-names';
import { applicationPort } from '../constructs/tier-security-groups';
import type { AuxiliaryTopologyKey } from '../constructs/topology-snapshot';
import { WorkerService } from '../constructs/worker-service';
import { ReleaseStack, type ReleaseStackProps } from './release-stack';
import { auxiliary } from './service-identity';

/**
 * One release of the auxiliary tier: what serves customers, and workers for what they ask for.
 *
 * The workers are up, and idle, before the first customer is moved, so that a release whose workers do not start fails without one.
 */
export class AuxiliaryReleaseStack extends ReleaseStack<AuxiliaryTopologyKey> {
  constructor(scope: Construct, stage: Stage, props: ReleaseStackProps) {
    super(scope, stage, auxiliary, props);
    const { cpu, memoryMiB } = stage.auxiliary.service;
    const service = this.task('Service', {
      role: 'taskRoleArn',
      family: auxiliary.family(stage.name),
      command: ['node', 'main.js'],
      port: applicationPort,
      cpu,
      memoryMiB,
      environment: { ...this.common(), PORT: String(applicationPort) },
    });
    this.deployment(service).node.addDependency(this.workers());
  }

  private workers(): WorkerService {
    const { tasks, cpu, memoryMiB } = this.stage.auxiliary.worker;
    const task: ReleaseTask = this.task('WorkerTask', {
      role: 'workerRoleArn',
      family: auxiliary.workerFamily(this.stage.name),
      container: 'worker',
      command: ['node', 'worker.js'],
      cpu,
      memoryMiB,
      environment: { ...this.common(), LEASE_TABLE: this.topology('leaseTable'), DIGEST_TABLE: this.topology('digestTable') },
    });
    const { release } = this.props.workload;
    return new WorkerService(this, 'Worker', {
      // Without CDK's hash, so that the id follows from the release alone.
      logicalId: `Worker${this.attempt}${release.replaceAll(/[^A-Za-z0-9]/g, '')}`,
      cluster: auxiliary.names(this.stage.name).cluster,
      serviceName: workerServiceName(release, this.attempt),
      taskDefinitionArn: task.taskDefinitionArn,
      tasks,
      subnets: Fn.split(',', this.topology('workerSubnets')),
      securityGroup: this.topology('workerSecurityGroup'),
    });
  }

  /** What both programs are told. Both count their work as the service's. */
  private common(): Readonly<Record<string, string>> {
    return {
      SERVICE: auxiliary.service,
      READER_HOSTS: this.topology('readerHosts'),
      READER_PORT: this.topology('readerPort'),
      READER_USER: databaseUsers.auxiliary,
      QUEUE_URL: this.topology('queueUrl'),
      LOG_LEVEL: 'info',
    };
  }
}
