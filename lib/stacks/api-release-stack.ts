import type { Construct } from 'constructs';
import type { Stage } from '../config/stage';
import { databaseUsers } from '../constructs/database-role-specification';
import { applicationPort } from '../constructs/tier-security-groups';
import type { ApiTopologyKey } from '../constructs/topology-snapshot';
import { ReleaseStack, type ReleaseStackProps } from './release-stack';
import { api } from './service-identity';

/** One release of the API, with the migrations that it needs first. */
export class ApiReleaseStack extends ReleaseStack<ApiTopologyKey> {
  constructor(scope: Construct, stage: Stage, props: ReleaseStackProps) {
    super(scope, stage, api, props);
    const { cpu, memoryMiB } = stage.service;
    const service = this.task('Service', {
      role: 'taskRoleArn',
      family: api.family(stage.name),
      command: ['node', 'main.js'],
      port: applicationPort,
      cpu,
      memoryMiB,
      environment: {
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
    const migration = this.task('Migration', {
      role: 'migrationRoleArn',
      family: api.migrationFamily(stage.name),
      command: ['node', 'migrate.js'],
      cpu: 256,
      memoryMiB: 512,
      environment: {
        OWNER_HOST: this.topology('ownerHost'),
        OWNER_PORT: this.topology('ownerPort'),
        OWNER_USER: databaseUsers.owner,
      },
    });
    this.deployment(service, { MigrationTaskDefinition: migration.taskDefinitionArn });
  }
}
