import type { TrafficRouting } from '../../core/deployment/traffic-routing';
import { predefinedRoutings } from '../../core/deployment/traffic-routing';
import type { Clock } from '../../core/time';
import { instant, type Instant } from '../../core/units';
import { fieldsOf, type Fields } from '../fields';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import { mapped, refuseGroup, type GroupPorts } from './group-problems';
import { checkedName, configurationName } from './names';
import { readGroup, type GroupSettings } from './read-group';
import type { Revision } from './read-revision';
import { Tags } from './tags';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly tags: Tags;
  /** What was deployed or registered, oldest first. */
  readonly revisions: RegisteredRevision[];
}

export interface RegisteredRevision {
  readonly revision: Revision;
  readonly description: string | undefined;
  readonly registeredAt: Instant;
  usedAt: readonly Instant[];
  readonly groups: Set<string>;
}

/** A deployment group for the ECS platform. An update puts another one with the same id in its place. */
export interface DeploymentGroup extends GroupSettings {
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly tags: Tags;
  /** The request as it stands after all updates: whatever an update leaves out stays. */
  readonly asked: Fields;
}

export interface DeploymentConfiguration {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly routing: TrafficRouting;
}

export interface CatalogPorts extends GroupPorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
}

const MOST_APPLICATIONS = 1_000;
const MOST_GROUPS = 1_000;
const MOST_CONFIGURATIONS = 200;
/** The day on which the service came to ECS. */
const PREDEFINED_AT = instant(Date.UTC(2018, 10, 27));

/** Applications, deployment groups and configurations, whoever made them: a template, or a client over the wire. */
export class Catalog {
  readonly applications = new Map<string, Application>();
  readonly configurations = new Map<string, DeploymentConfiguration>();
  private readonly groups = new Map<string, DeploymentGroup>();

  constructor(private readonly ports: CatalogPorts) {
    for (const [name, routing] of predefinedRoutings) this.configurations.set(name, { id: `00000000-0000-0000-0000-${String(this.configurations.size).padStart(12, '0')}`, name, createdAt: PREDEFINED_AT, routing });
  }

  /** @throws ServiceError `ApplicationDoesNotExistException` */
  application(given: unknown): Application {
    const name = checkedName('application', given);
    const found = this.applications.get(name);
    if (found === undefined) throw new ServiceError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
    return found;
  }

  addApplication(given: unknown, platform: unknown, tags: Tags): Application {
    const name = checkedName('application', given);
    if (platform !== 'ECS') throw new ServiceError('InvalidComputePlatformException', `the region deploys to ECS, got ${String(platform ?? 'Server, which it is when computePlatform is left out')}`);
    if (this.applications.has(name)) throw new ServiceError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
    if (this.applications.size >= MOST_APPLICATIONS) throw new ServiceError('ApplicationLimitExceededException', `More applications were attempted to be created than are allowed (${MOST_APPLICATIONS}).`);
    const made: Application = { id: this.ports.ids.uuid(), name, createdAt: this.ports.clock.now(), tags, revisions: [] };
    this.applications.set(name, made);
    return made;
  }

  renameApplication(given: unknown, wanted: unknown): void {
    const before = this.application(given);
    const name = checkedName('application', wanted);
    if (this.applications.has(name)) throw new ServiceError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
    const groups = this.groupsOf(before.name);
    this.removeApplication(before.name);
    this.applications.set(name, { ...before, name });
    for (const group of groups) this.put({ ...group, application: name });
  }

  /** Its groups go with it. It may be gone already. */
  removeApplication(given: unknown): void {
    const name = checkedName('application', given);
    for (const group of this.groupsOf(name)) this.groups.delete(keyOf(group));
    this.applications.delete(name);
  }

  groupsOf(application: string): readonly DeploymentGroup[] {
    return [...this.groups.values()].filter((group) => group.application === application);
  }

  /** @throws ServiceError `ApplicationDoesNotExistException`, `DeploymentGroupDoesNotExistException` */
  group(application: unknown, given: unknown): DeploymentGroup {
    const { name: owner } = this.application(application);
    const name = checkedName('deploymentGroup', given);
    const found = this.groups.get(keyOf({ application: owner, name }));
    if (found === undefined) throw new ServiceError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
    return found;
  }

  /** @param asked CreateDeploymentGroup's input */
  addGroup(asked: Fields, tags: Tags): DeploymentGroup {
    const { name: application } = this.application(asked['applicationName']);
    const name = checkedName('deploymentGroup', asked['deploymentGroupName']);
    if (this.groups.has(keyOf({ application, name }))) throw new ServiceError('DeploymentGroupAlreadyExistsException', `Deployment group already exists: ${name}`);
    if (this.groupsOf(application).length >= MOST_GROUPS) throw new ServiceError('DeploymentGroupLimitExceededException', `An application has at most ${MOST_GROUPS} deployment groups.`);
    return this.put({ ...this.settings(asked, undefined), id: this.ports.ids.uuid(), application, name, tags, asked });
  }

  /** @param changes UpdateDeploymentGroup's input: what is left out stays */
  changeGroup(changes: Fields): DeploymentGroup {
    const before = this.group(changes['applicationName'], changes['currentDeploymentGroupName']);
    const wanted = changes['newDeploymentGroupName'];
    const name = wanted === undefined ? before.name : checkedName('deploymentGroup', wanted);
    if (name !== before.name && this.groups.has(keyOf({ application: before.application, name }))) throw new ServiceError('DeploymentGroupAlreadyExistsException', `Deployment group already exists: ${name}`);
    const asked = { ...before.asked, ...changes, currentDeploymentGroupName: undefined, newDeploymentGroupName: undefined, deploymentGroupName: name };
    const changed = { ...before, ...this.settings(asked, before.id), name, asked };
    this.groups.delete(keyOf(before));
    return this.put(changed);
  }

  /** It may be gone already. */
  removeGroup(application: unknown, given: unknown): void {
    this.groups.delete(keyOf({ application: checkedName('application', application), name: checkedName('deploymentGroup', given) }));
  }

  /** @throws ServiceError `DeploymentConfigDoesNotExistException` */
  configuration(given: unknown): DeploymentConfiguration {
    const name = configurationName(given);
    const found = this.configurations.get(name);
    if (found === undefined) throw new ServiceError('DeploymentConfigDoesNotExistException', `No Deployment Configuration found for name: ${name}`);
    return found;
  }

  addConfiguration(given: unknown, routing: TrafficRouting): DeploymentConfiguration {
    const name = configurationName(given);
    if (name.startsWith(PREDEFINED)) throw new ServiceError('InvalidDeploymentConfigNameException', `Deployment configuration names may not start with ${PREDEFINED}`);
    if (this.configurations.has(name)) throw new ServiceError('DeploymentConfigAlreadyExistsException', `Deployment Configuration already exists: ${name}`);
    if (this.configurations.size - predefinedRoutings.size >= MOST_CONFIGURATIONS) throw new ServiceError('DeploymentConfigLimitExceededException', `An account has at most ${MOST_CONFIGURATIONS} deployment configurations of its own.`);
    const made = { id: this.ports.ids.uuid(), name, createdAt: this.ports.clock.now(), routing };
    this.configurations.set(name, made);
    return made;
  }

  /** @throws ServiceError while a group names it, and for those that CodeDeploy brings */
  removeConfiguration(given: unknown): void {
    const name = configurationName(given);
    if (name.startsWith(PREDEFINED)) throw new ServiceError('InvalidOperationException', `The predefined deployment configuration ${name} cannot be deleted.`);
    const user = [...this.groups.values()].find(({ configuration }) => configuration === name);
    if (user !== undefined) throw new ServiceError('DeploymentConfigInUseException', `The deployment configuration ${name} is in use by the deployment group ${user.name}.`);
    this.configurations.delete(name);
  }

  private settings(asked: Fields, ownId: string | undefined): GroupSettings {
    const settings = readGroup(asked);
    this.configuration(settings.configuration);
    refuseGroup(settings, this.ports);
    const others = [...this.groups.values()].filter(({ id }) => id !== ownId);
    if (others.some(({ service }) => mapped(service) === mapped(settings.service))) {
      throw new ServiceError('ECSServiceMappingLimitExceededException', `The Amazon ECS service ${settings.service.name} is associated with more than one deployment groups.`);
    }
    return settings;
  }

  private put(group: DeploymentGroup): DeploymentGroup {
    this.groups.set(keyOf(group), group);
    return group;
  }
}

const PREDEFINED = 'CodeDeployDefault.';

const keyOf = ({ application, name }: { readonly application: string; readonly name: string }): string => `${application}/${name}`;

/** Tags as a request has them. */
export const tagsIn = (given: unknown): Tags => new Tags().add(Array.isArray(given) ? given.map(fieldsOf) : []);
