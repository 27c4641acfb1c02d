import type { Clock } from '../core/time';
import { wallClock } from '../edge/time/wall-clock';
import { scalingResources } from './autoscaling/resources';
import type { ScalableTargets } from './autoscaling/scalable-targets';
import { customResource, type CustomResourcePorts } from './cloudformation/custom-resource';
import { recorder } from './cloudformation/recorded';
import { registry, type Registry } from './cloudformation/registry';
import type { Providers } from './cloudformation/provider';
import type { Specification } from './cloudformation/specification';
import type { AlarmActions } from './cloudwatch/alarm-actions';
import type { Alarms } from './cloudwatch/alarms';
import type { Composites } from './cloudwatch/composites';
import { alarmResources } from './cloudwatch/resources';
import type { Catalog } from './codedeploy/catalog';
import { deploymentResources } from './codedeploy/resources';
import { tableResources } from './dynamodb/resources';
import type { Tables } from './dynamodb/tables';
import type { ContainerService } from './ecs/container-service';
import type { Images, Workload } from './ecs/images';
import { containerResources } from './ecs/resources';
import { eventResources } from './events/resources';
import type { EventRules } from './events/rules';
import type { LoadBalancing } from './elbv2/load-balancing';
import { loadBalancingResources } from './elbv2/resources';
import type { Permissions } from './iam/permissions';
import { policyResources } from './iam/policy-resources';
import { identityResources } from './iam/resources';
import type { ServiceRoles } from './iam/service-roles';
import type { Identifiers } from './identifiers';
import type { Keys } from './kms/keys';
import { keyResources } from './kms/resources';
import type { Functions } from './lambda/functions';
import { functionResources } from './lambda/resources';
import type { LogStore } from './logs/log-store';
import type { MetricFilters } from './logs/metric-filters';
import { logResources } from './logs/resources';
import type { Databases } from './rds/databases';
import { securityGroupResources } from './network/resources';
import type { SecurityGroups } from './network/security-groups';
import { databaseResources, type DatabaseAccess } from './rds/resources';
import type { Programs } from './programs';
import type { Objects } from './s3/objects';
import { bucketArn } from './s3/buckets';
import { bucketResources } from './s3/resources';
import type { Canaries } from './synthetics/canaries';
import { canaryResources } from './synthetics/resources';
import type { Secrets } from './secretsmanager/secrets';
import { secretResources, type AttachedDatabase } from './secretsmanager/resources';
import { topicResources } from './sns/resources';
import type { Topics } from './sns/topics';
import { queueResources } from './sqs/resources';
import type { Queues } from './sqs/queues';
import type { ParameterStore } from './ssm/parameter-store';
import { parameterResources } from './ssm/resources';
import type { Executions } from './states/executions';
import { stateMachineResources } from './states/resources';

export interface ResourcePorts {
  readonly specification: Specification;
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly answers: CustomResourcePorts['answers'];
  readonly balancing: LoadBalancing;
  readonly ecs: ContainerService;
  readonly scaling: ScalableTargets;
  readonly rules: EventRules;
  readonly images: Images;
  readonly functions: Functions;
  readonly objects: Objects;
  readonly logs: LogStore;
  readonly filters: MetricFilters;
  readonly databases: Databases;
  readonly secrets: Secrets;
  readonly parameters: ParameterStore;
  readonly executions: Executions;
  readonly catalog: Catalog;
  readonly alarms: Alarms;
  readonly canaries: Canaries;
  readonly programs: Programs;
  readonly composites: Composites;
  readonly actions: AlarmActions;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly permissions: Permissions;
  readonly roles: ServiceRoles;
  readonly keys: Keys;
  readonly databaseAccess: DatabaseAccess;
  readonly securityGroups: SecurityGroups;
  /** Where the workload lies that a template names; nothing when it is not on this machine. */
  readonly workloadDirectory: (relative: string) => string | undefined;
  /** Finds a database instance by its identifier. */
  readonly databaseOf: (identifier: string) => AttachedDatabase | undefined;
}

/** Every CloudFormation type that does something in the region. */
export function resourceRegistry(ports: ResourcePorts): Registry {
  const { ids, balancing, ecs, functions, logs } = ports;
  const behaviours = {
    ...loadBalancingResources(balancing, ids),
    ...containerResources({ clock: ports.clock, service: ecs, images: ports.images, balancing, ids, workloadOf: (metadata) => workloadIn(metadata, ports.workloadDirectory) }),
    ...scalingResources(ports.scaling),
    ...eventResources(ports.rules, ids),
    ...bucketsOf(ports),
    ...functionResources(functions, ports.objects, logs, ids, ports.roles),
    ...logResources(logs, ports.filters, ids, ports.keys),
    ...databaseResources(ports.databases, ports.secrets, ids, ports.databaseAccess),
    ...securityGroupResources(ports.securityGroups, ids),
    ...secretResources(ports.secrets, ids, ports.databaseOf),
    ...parameterResources(ports.parameters, ids),
    ...stateMachineResources(ports.executions, ids, ports.roles),
    ...identityResources(ports.permissions, ids),
    ...keyResources(ports.keys, ports.permissions, ids, ports.clock),
    ...policyResources(ports.permissions, ids, {
      queueArn: (url) => ports.queues.at(url).arn, functionArn: (reference) => functions.named(reference).arn, secretArn: (reference) => ports.secrets.get(reference).arn, bucketArn,
    }),
    ...deploymentResources(ports.catalog, ids),
    ...canaryResources(ports),
    ...alarmResources(ports.alarms, ids, ports.composites, ports.actions),
    ...topicResources(ports.topics, ids),
    ...queueResources(ports.queues, ids),
    ...tableResources(ports.tables, ids, ports.permissions),
  };
  const custom = customResource({ clock: ports.clock, ids, answers: ports.answers, invoke: (functionArn, event) => functions.start(functionArn, event) });
  return registry(behaviours, custom, ports.specification, ids);
}

/** A bucket's name and attributes are those of a record; without a specification there are no records. */
function bucketsOf({ specification, objects, ids }: ResourcePorts): Providers {
  const known = specification('AWS::S3::Bucket');
  return known === undefined ? {} : bucketResources(objects, recorder(known, ids), wallClock);
}

/** A task whose workload is not here fails as one whose image nobody has pushed. */
function workloadIn(metadata: Readonly<Record<string, unknown>>, directoryOf: (relative: string) => string | undefined): Workload | undefined {
  const said = metadata['changeover:workload'] as { readonly container: string; readonly directory: string; readonly command: readonly string[] } | undefined;
  const directory = said === undefined ? undefined : directoryOf(said.directory);
  return said === undefined || directory === undefined ? undefined : { container: said.container, directory, command: said.command };
}
