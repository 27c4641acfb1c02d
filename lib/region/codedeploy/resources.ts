import { canary, linear, type TrafficRouting } from '../../core/deployment/traffic-routing';
import { minutes, percent } from '../../core/units';
import type { Providers } from '../cloudformation/provider';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import { groupKey, type Catalog } from './catalog';
import { readGroup } from './read-group';

type Fields = Readonly<Record<string, unknown>>;

/** The CloudFormation types of CodeDeploy. */
export function deploymentResources(catalog: Catalog, ids: Identifiers): Providers {
  return {
    'AWS::CodeDeploy::Application': {
      async create({ properties, stackName, logicalId }) {
        if (properties['ComputePlatform'] !== 'ECS') throw new ServiceError('InvalidComputePlatformException', `the region deploys to ECS, got ${String(properties['ComputePlatform'])}`);
        const name = String(properties['ApplicationName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        if (catalog.applications.has(name)) throw new ServiceError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
        catalog.applications.set(name, { name });
        return { physicalId: name, attributes: {} };
      },
      update: async (_, existing) => existing,
      async delete(_, { physicalId }) {
        catalog.applications.delete(physicalId);
      },
    },
    'AWS::CodeDeploy::DeploymentConfig': {
      async create({ properties, stackName, logicalId }) {
        const name = String(properties['DeploymentConfigName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        if (name.startsWith('CodeDeployDefault.')) throw new ServiceError('InvalidDeploymentConfigNameException', 'Deployment configuration names may not start with CodeDeployDefault.');
        if (catalog.configurations.has(name)) throw new ServiceError('DeploymentConfigAlreadyExistsException', `Deployment Configuration already exists: ${name}`);
        catalog.configurations.set(name, readRouting(properties['TrafficRoutingConfig'] as Fields | undefined));
        return { physicalId: name, attributes: {} };
      },
      update: async () => 'replace',
      async delete(_, { physicalId }) {
        catalog.configurations.delete(physicalId);
      },
    },
    'AWS::CodeDeploy::DeploymentGroup': {
      async create({ properties, stackName, logicalId }) {
        const name = String(properties['DeploymentGroupName'] ?? `${stackName}-${logicalId}-${ids.upper(12)}`);
        const group = readGroup(name, properties);
        catalog.routing(group.configuration);
        if (!catalog.applications.has(group.application)) throw new ServiceError('ApplicationDoesNotExistException', `No application found for name: ${group.application}`);
        catalog.groups.set(groupKey(group.application, name), group);
        return { physicalId: name, attributes: { Id: ids.uuid() } };
      },
      async update({ properties }, existing) {
        const group = readGroup(existing.physicalId, properties);
        catalog.groups.set(groupKey(group.application, group.name), group);
        return existing;
      },
      async delete(_, { physicalId, properties }) {
        catalog.groups.delete(groupKey(String(properties['ApplicationName']), physicalId));
      },
    },
  };
}

function readRouting(configuration: Fields | undefined): TrafficRouting {
  const step = (fields: unknown, prefix: string): [number, number] => {
    const given = (fields ?? {}) as Fields;
    return [Number(given[`${prefix}Percentage`]), Number(given[`${prefix}Interval`])];
  };
  try {
    switch (configuration?.['Type']) {
      case 'AllAtOnce': return { kind: 'AllAtOnce' };
      case 'TimeBasedCanary': {
        const [share, interval] = step(configuration['TimeBasedCanary'], 'Canary');
        return canary(percent(share), minutes(interval));
      }
      case 'TimeBasedLinear': {
        const [share, interval] = step(configuration['TimeBasedLinear'], 'Linear');
        return linear(percent(share), minutes(interval));
      }
      default: throw new RangeError(`unknown type ${JSON.stringify(configuration?.['Type'])}`);
    }
  } catch (thrown) {
    throw new ServiceError('InvalidTrafficRoutingConfigurationException', `The traffic routing configuration is not valid: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}
