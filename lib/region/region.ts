import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dice } from '../core/chance';
import type { Instant } from '../core/units';
import type { ModelClock } from '../edge/time/model-clock';
import { Opened } from '../edge/processes/opened';
import { wallClock } from '../edge/time/wall-clock';
import { ScalableTargets } from './autoscaling/scalable-targets';
import { certificateAuthority, type Authority, type KeyPair } from './certificates/authority';
import { CloudFormation } from './cloudformation/engine';
import type { Registry } from './cloudformation/registry';
import { AlarmActions } from './cloudwatch/alarm-actions';
import { accessTables } from './access-tables';
import { Alarms } from './cloudwatch/alarms';
import { Composites } from './cloudwatch/composites';
import { MetricStore } from './cloudwatch/metric-store';
import { Catalog } from './codedeploy/catalog';
import { Deployments } from './codedeploy/deployments';
import { Tables } from './dynamodb/tables';
import { ContainerService } from './ecs/container-service';
import { Images } from './ecs/images';
import { launcher, type LaunchPorts } from './ecs/launch';
import { targetPort } from './ecs/target-port';
import { taskMetadata } from './ecs/metadata';
import type { LoadBalancing } from './elbv2/load-balancing';
import { startLoadBalancing } from './elbv2/start';
import { answerHost, openAnswerDoor } from './endpoint/answer-door';
import { answerBox, type AnswerBox } from './endpoint/answers';
import type { Caller } from './endpoint/json-protocol';
import { startEndpoint } from './endpoint/server';
import { throttled } from './endpoint/throttled';
import { authenticator } from './endpoint/signature';
import { deploymentEvents } from './events/deployment-events';
import { EventRules } from './events/rules';
import { fieldsOf, textsOf } from './fields';
import { assumeRole } from './iam/assume-role';
import { authorizer } from './iam/authorize';
import { identities, type Identities } from './iam/identities';
import type { Need } from './iam/need';
import { Permissions } from './iam/permissions';
import { ServiceRoles } from './iam/service-roles';
import { identifiers } from './identifiers';
import type { RegionKit } from './kit';
import { Keys } from './kms/keys';
import { Functions } from './lambda/functions';
import { invocations } from './lambda/invocations';
import { functionLauncher } from './lambda/launch';
import { functionMetrics } from './lambda/metrics';
import { LogStore } from './logs/log-store';
import { MetricFilters } from './logs/metric-filters';
import { putEmbedded } from './logs/put-embedded';
import type { Attached, Target } from './network/attached';
import { names, type Names } from './network/names';
import { startNowhere } from './network/nowhere';
import { SecurityGroups } from './network/security-groups';
import { topology } from './network/topology';
import { VirtualNetwork } from './network/virtual-network';
import { Databases } from './rds/databases';
import { resourceRegistry } from './resource-registry';
import { Objects } from './s3/objects';
import { s3Rest } from './s3/rest';
import { sandbox } from './sandbox';
import type { AttachedDatabase } from './secretsmanager/resources';
import { needsToRead } from './secretsmanager/access';
import { Secrets } from './secretsmanager/secrets';
import { queryServicesOf, servicesOf } from './services';
import { alarmPublisher } from './sns/publish-alarm';
import { Topics } from './sns/topics';
import { Queues } from './sqs/queues';
import { Canaries } from './synthetics/canaries';
import { ParameterStore } from './ssm/parameter-store';
import { GITHUB, tokenIssuer, tokenRoute } from './sts/token-issuer';
import { Executions } from './states/executions';

export interface RegionOptions {
  readonly kit: RegionKit;
  readonly clock: ModelClock;
  /** Decides every delay and every name that AWS would choose. */
  readonly seed: number;
  /** Tells this region's files from those of others in the same run; small letters and digits. */
  readonly name: string;
  /** Where paths of workloads in templates begin, such as the directory of a cloud assembly; the first one that has it counts. */
  readonly workloads: readonly string[];
  /** The names for which the certificates of listeners are issued. */
  readonly domains: readonly string[];
  /** The share of all calls that are refused for being too many, from 0 to 1. @default - none */
  readonly throttled?: number | undefined;
  /** Where the endpoint listens. @default - where the system chooses */
  readonly port?: number | undefined;
}

/** A small AWS region on this machine. Disposing it ends every process that it started. */
export interface Region extends AsyncDisposable {
  readonly url: string;
  readonly clock: ModelClock;
  /** PEM of the authority that signs for every name of the region. */
  readonly rootCertificate: string;
  readonly cloudformation: CloudFormation;
  readonly registry: Registry;
  readonly identities: Identities;
  readonly permissions: Permissions;
  readonly network: { readonly paths: VirtualNetwork; readonly names: Names };
  readonly catalog: Catalog;
  readonly deployments: Deployments;
  readonly ecs: ContainerService;
  readonly balancing: LoadBalancing;
  readonly metrics: MetricStore;
  readonly alarms: Alarms;
  readonly composites: Composites;
  readonly actions: AlarmActions;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly tables: Tables;
  readonly logs: LogStore;
  readonly functions: Functions;
  readonly databases: Databases;
  readonly objects: Objects;
  readonly keys: Keys;
  readonly parameters: ParameterStore;
  readonly scaling: ScalableTargets;
}

/** Zones of a region are named after it: `ap-northeast-2a` and so on. */
const zones = (region: string): readonly string[] => ['a', 'b', 'c'].map((letter) => `${region}${letter}`);

export async function startRegion(options: RegionOptions): Promise<Region> {
  const opened = new Opened();
  try {
    return await compose(options, opened);
  } catch (thrown) {
    await opened[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function compose({ kit, clock, seed, name, workloads, domains, port = 0, throttled: share = 0 }: RegionOptions, opened: Opened): Promise<Region> {
  const chance = dice(seed);
  const ids = identifiers(chance.named('identifiers'));
  const requestIds = identifiers(chance.named('requests'));
  const directory = join(kit.run.path, name);
  await mkdir(directory);
  const authority = await certificateAuthority();
  const rootCertificate = join(directory, 'root.pem');
  await writeFile(rootCertificate, authority.root);

  const securityGroups = new SecurityGroups(() => network.refresh());
  const paths = new VirtualNetwork(securityGroups, topology(() => cloudformation));
  const network: Names = names(directory, paths);
  const publish: Names['publish'] = (host, port, actual, target) => network.publish(host, port, actual, target);
  const networkOf: Names['fileFor'] = (attached) => network.fileFor(attached);
  const metrics = new MetricStore(chance.named('metrics'));
  const logs = new LogStore((event, group) => putEmbedded(event, group, metrics, clock.fromWall));
  const filters = opened.add(new MetricFilters(clock, logs, metrics));
  const known = identities(ids);
  const permissions = new Permissions((arn) => objects.buckets.find(arn.replace('arn:aws:s3:::', ''))?.place.account);
  const roles = new ServiceRoles(permissions);
  const assume = assumeRole(permissions, known);
  const keys = new Keys(permissions);
  const secrets = new Secrets(ids);
  const objects = new Objects(directory);
  const parameters = new ParameterStore(clock);
  const images = new Images();
  let url = '';
  const endpointUrl = (): string => url;
  const start = sandbox({ watchdog: kit.watchdog, programs: kit.programs, network: network.file, rootCertificate, endpointUrl, directory });

  const alarms = opened.add(new Alarms(clock, metrics, chance.named('alarms')));
  const composites = opened.add(new Composites(clock, alarms.book));
  const topics = new Topics(clock, ids);
  const actions = opened.add(new AlarmActions(alarms.book, alarmPublisher(topics, permissions, keys)));
  const tables = new Tables();
  const queues = opened.add(new Queues({ model: clock, wall: wallClock, ids, metrics }));
  const databases = opened.add(new Databases({
    postgres: kit.postgres, authority, identities: known, wall: wallClock, model: clock, logs, metrics, publish, withdraw: (host, port) => network.withdraw(host, port),
  }));
  const balancing = await startLoadBalancing({
    clock, metrics, opened, directory: network, customersReach: customersReach(paths), nodes: zones('').length, seed: Math.floor(chance.named('balancer').roll() * 2 ** 31), tlsFor: certificates(authority, () => [...domains, ...domainsIn(cloudformation)]),
    start: (onMessage) => start({ command: process.execPath, args: [kit.programs.balancer], directory, region: '', environment: {}, onMessage }),
  });
  const secretText: LaunchPorts['secretText'] = ({ arn, key, stage, version }) => secrets.text(arn, key, { stage, id: version });
  // What a task reaches without any network: its credentials, and what it is (169.254.170.2).
  const linkLocal = opened.add(await startEndpoint({}, [known, taskMetadata(() => ecs)]));
  const execution = { roles, needsToRead: (arn: string) => needsToRead(secrets, keys, arn) };
  const prepare = launcher({ model: clock, start, images, identities: known, assume, execution, networkOf, reachesAws: reachesAws(paths), logs, secretText, endpointUrl: () => linkLocal.url, directory });
  const ecs: ContainerService = opened.add(new ContainerService({ model: clock, wall: wallClock, ids, balancing, zones, prepare, portFor: targetPort(balancing, paths, opened.add(await startNowhere()).port) }));
  const scaling = new ScalableTargets(ecs, ids);
  const startFunction = functionLauncher({ model: clock, start, programs: kit.programs, assume, roles, networkOf, logs, ids });
  const functions = opened.add(new Functions({ model: clock, wall: wallClock, ids, start: startFunction, metrics: functionMetrics(metrics, clock) }));
  const executions = opened.add(new Executions({ model: clock, wall: wallClock, ids, functions, demand: (role, needs) => roles.demand(role, needs) }));
  const catalog = new Catalog({ clock, ids, ecs, balancing });
  const deployments = opened.add(new Deployments({
    clock, ids, catalog, ecs, balancing, roles, functionArn: (reference) => functions.named(reference).arn,
    objectText: (bucket, key) => objects.textOf(bucket, key), alarms: (wanted) => alarms.read(wanted), invoke: (reference, event) => functions.start(reference, event),
  }));

  const rules = opened.add(new EventRules({ clock, ids, functions, permissions, metrics }));
  opened.add(deploymentEvents(deployments, rules));
  const canaries = opened.add(new Canaries(clock, functions, metrics));

  const answers: AnswerBox = answerBox(ids, (region) => {
    publish(answerHost(region), 443, door.port);
    return `https://${answerHost(region)}`;
  });
  const door = opened.add(await openAnswerDoor(answers, (names) => authority.issue(names)));
  const cloudwatch = { clock, metrics, book: alarms.book, actions };
  const services = servicesOf({ catalog, deployments, balancing, clock, ecs, executions, secrets, keys, parameters, queues, tables, topics, logs, scaling, cloudwatch });
  const authenticate = authenticator((accessKeyId) => known.byAccessKey(accessKeyId), () => wallClock.now());
  const authorize = authorizer(permissions, accessTables({ catalog, deployments, ecs, secrets, keys, scaling }));
  const github = tokenIssuer(GITHUB);
  const routes = [known, taskMetadata(() => ecs), invocations(functions), tokenRoute(github)];
  const registry = resourceRegistry({
    specification: kit.specification, clock, ids, answers, balancing, ecs, scaling, rules, images, functions, objects, logs, filters, databases, secrets, parameters, executions,
    catalog, alarms, canaries, programs: kit.programs, composites, actions, topics, queues, tables, permissions, roles, keys, securityGroups,
    databaseAccess: { permissions, network: paths, subnetsOf: (group) => subnetsIn(cloudformation, group) },
    workloadDirectory: (relative) => workloads.map((base) => resolve(base, relative)).find((directory) => existsSync(directory)), databaseOf: (identifier) => databaseIn(cloudformation, identifier),
  });
  const cloudformation: CloudFormation = new CloudFormation({
    clock, ids, specification: kit.specification, zones, provider: (type) => registry.provider(type),
    parameter: (place, parameter, version) => parameters.get(place, parameter, version), secret: ({ id, key, ...version }) => secrets.text(id, key, { stage: version.stage, id: version.version }),
  });
  const queries = queryServicesOf({
    balancing, tokens: { permissions, identities: known, ids, issuers: [github] },
    stacks: { cloudformation, clock, permissions, specification: kit.specification, objectText: (bucket, key) => objects.textOf(bucket, key), toWall: wallMoment(clock) },
  });
  const s3 = s3Rest(objects.buckets, { clock: wallClock, ids }, demandsOf(permissions));
  url = opened.add(await startEndpoint(services, routes, { authenticate, authorize: throttled(share, chance.named('throttle'), new Set(Object.values(queries).map(({ name: service }) => service)), authorize), port, queries, s3, customers: (host, at) => network.fromOutside(host, at), requestId: () => requestIds.uuid() })).url;
  return {
    url, clock, rootCertificate: authority.root, cloudformation, registry, identities: known, permissions, network: { paths, names: network }, catalog, deployments, ecs, balancing, metrics, alarms,
    composites, actions, topics, queues, tables, logs, functions, databases, objects, parameters, keys, scaling,
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

/** Whether a role may; persons may everything. */
const demandsOf = (permissions: Permissions) => ({ role, principal = '', region }: Caller, needs: readonly Need[]): void => {
  if (role !== undefined) permissions.demand(role, principal, region, needs);
};

/** What the machine's clock showed at a moment of the region. */
const wallMoment = ({ fromWall, speed }: ModelClock) => (at: Instant): number => (at - fromWall(0)) / speed;

/** One certificate for all listeners: the template names it by its ARN, and says nothing of what is in it. */
function certificates(authority: Authority, domains: () => readonly string[]): () => KeyPair {
  const issued = new Map<string, KeyPair>();
  return () => {
    const names = [...new Set(domains())];
    const pair = issued.get(names.join()) ?? authority.issue(names);
    issued.set(names.join(), pair);
    return pair;
  };
}

/** The names under which stacks of a stage are asked for, as their templates say (`changeover:stack`). */
function domainsIn({ stacks }: CloudFormation): readonly string[] {
  return [...stacks.values()].flatMap(({ template }) => {
    const { domain } = fieldsOf(template.Metadata?.['changeover:stack']);
    return typeof domain === 'string' ? [domain] : [];
  });
}

/** Whether something reaches AWS's endpoints; noted, because it will use the way. */
const reachesAws = (paths: VirtualNetwork) => (from: Attached): boolean => {
  paths.remember(from, 'aws', 443);
  return paths.reachesAws(from);
};

/** Whether somebody on the internet reaches a balancer; noted, because somebody will. */
const customersReach = (paths: VirtualNetwork) => (target: Target, port: number): boolean => {
  paths.remember(undefined, target, port);
  return paths.reaches(undefined, target, port);
};

/** The subnets that a group of RDS names. */
function subnetsIn({ stacks }: CloudFormation, group: string): readonly string[] {
  const resources = [...stacks.values()].flatMap((stack) => [...stack.resources.values()]);
  return textsOf(resources.find(({ type, physicalId }) => type === 'AWS::RDS::DBSubnetGroup' && physicalId === group)?.properties['SubnetIds']);
}

/** Where a database instance is, for the secret that is attached to it. */
function databaseIn({ stacks }: CloudFormation, identifier: string): AttachedDatabase | undefined {
  const resources = [...stacks.values()].flatMap((stack) => [...stack.resources.values()]);
  const found = resources.find(({ type, physicalId }) => type === 'AWS::RDS::DBInstance' && physicalId === identifier);
  if (found === undefined) return undefined;
  const { attributes, properties: { Engine, DBName } } = found;
  return { engine: String(Engine), host: String(attributes['Endpoint.Address']), port: Number(attributes['Endpoint.Port']), dbname: typeof DBName === 'string' ? DBName : undefined };
}
