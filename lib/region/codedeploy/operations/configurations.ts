import type { Operation } from '../../endpoint/json-protocol';
import { refuseOthers } from '../../fields';
import { ServiceError } from '../../service-error';
import type { Catalog, DeploymentConfiguration } from '../catalog';
import { seconds } from '../describe-group';
import { namesPage } from '../page';
import { describeRouting, readRouting } from '../read-routing';

/** Deployment configurations. There is no operation to change one. */
export function configurationOperations(catalog: Catalog): Readonly<Record<string, Operation>> {
  return {
    CreateDeploymentConfig: async (input) => {
      refuseOthers('CreateDeploymentConfig', input, { served: ['deploymentConfigName', 'minimumHealthyHosts', 'trafficRoutingConfig', 'computePlatform', 'zonalConfig'] }, 'InvalidInputException');
      const platform = input['computePlatform'] ?? 'Server, which it is when computePlatform is left out';
      if (platform !== 'ECS') throw new ServiceError('InvalidComputePlatformException', `the region deploys to ECS, got ${String(platform)}`);
      if (input['minimumHealthyHosts'] !== undefined) throw new ServiceError('InvalidMinimumHealthyHostValueException', 'minimumHealthyHosts must not be specified for the ECS compute platform.');
      if (input['zonalConfig'] !== undefined) throw new ServiceError('InvalidZonalDeploymentConfigurationException', 'zonalConfig must not be specified for the ECS compute platform.');
      return { deploymentConfigId: catalog.addConfiguration(input['deploymentConfigName'], readRouting(input['trafficRoutingConfig'] ?? { type: 'AllAtOnce' })).id };
    },
    GetDeploymentConfig: async (input) => ({ deploymentConfigInfo: describe(catalog.configuration(input['deploymentConfigName'])) }),
    ListDeploymentConfigs: async (input) => {
      const { names, more } = namesPage([...catalog.configurations.keys()].sort(), input['nextToken']);
      return { deploymentConfigsList: names, ...more };
    },
    DeleteDeploymentConfig: async (input) => catalog.removeConfiguration(input['deploymentConfigName']),
  };
}

function describe({ id, name, createdAt, routing }: DeploymentConfiguration): object {
  return { deploymentConfigId: id, deploymentConfigName: name, createTime: seconds(createdAt), computePlatform: 'ECS', trafficRoutingConfig: describeRouting(routing) };
}
