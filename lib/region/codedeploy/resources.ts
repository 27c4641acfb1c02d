import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, refuseOthers, textOf, type Fields } from '../fields';
import type { Identifiers } from '../identifiers';
import { tagsIn, type Catalog } from './catalog';
import { readRouting } from './read-routing';
import { wireKeys } from './wire-keys';

/** The CloudFormation types of CodeDeploy: they end up in the same catalog as what clients make over the wire. */
export function deploymentResources(catalog: Catalog, ids: Identifiers): Providers {
  const named = (given: unknown, { stackName, logicalId }: ResourceRequest): string => textOf(given) ?? `${stackName}-${logicalId}-${ids.upper(12)}`;
  return {
    'AWS::CodeDeploy::Application': {
      async create(request) {
        const { ApplicationName, ComputePlatform, Tags, ...others } = request.properties;
        refuseOthers('AWS::CodeDeploy::Application', others, { served: [] }, 'InvalidInputException');
        return { physicalId: catalog.addApplication(named(ApplicationName, request), ComputePlatform, tagsIn(Tags)).name, attributes: {} };
      },
      async update({ properties: { Tags } }, existing) {
        const { tags } = catalog.application(existing.physicalId);
        tags.remove(tags.all().map(({ Key }) => Key));
        tags.add(tagsIn(Tags).all());
        return existing;
      },
      async delete(_, { physicalId }) {
        catalog.removeApplication(physicalId);
      },
    },
    'AWS::CodeDeploy::DeploymentConfig': {
      async create(request) {
        const { DeploymentConfigName, ComputePlatform, TrafficRoutingConfig, ...others } = request.properties;
        refuseOthers('AWS::CodeDeploy::DeploymentConfig', { ...others, ...(ComputePlatform === 'ECS' ? {} : { ComputePlatform: ComputePlatform ?? 'Server' }) }, { served: [] }, 'InvalidInputException');
        return { physicalId: catalog.addConfiguration(named(DeploymentConfigName, request), readRouting(wireKeys(TrafficRoutingConfig))).name, attributes: {} };
      },
      update: async () => 'replace',
      async delete(_, { physicalId }) {
        catalog.removeConfiguration(physicalId);
      },
    },
    'AWS::CodeDeploy::DeploymentGroup': {
      async create(request) {
        const { Tags, ...asked } = request.properties;
        const group = catalog.addGroup(groupIn({ ...asked, DeploymentGroupName: named(asked['DeploymentGroupName'], request) }), tagsIn(Tags));
        return { physicalId: group.name, attributes: { Id: group.id } };
      },
      async update({ properties: { Tags, ...asked } }, existing) {
        // A template says everything: what it no longer says is no longer so.
        const before = catalog.group(asked['ApplicationName'], existing.physicalId);
        const unsaid = Object.fromEntries(Object.keys(before.asked).map((key) => [key, undefined]));
        catalog.changeGroup({ ...unsaid, ...groupIn(asked), currentDeploymentGroupName: existing.physicalId });
        before.tags.remove(before.tags.all().map(({ Key }) => Key));
        before.tags.add(tagsIn(Tags).all());
        return existing;
      },
      async delete(_, { physicalId, properties }) {
        catalog.removeGroup(properties['ApplicationName'], physicalId);
      },
    },
  };
}

const groupIn = (properties: Fields): Fields => fieldsOf(wireKeys(properties));
