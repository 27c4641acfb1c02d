import type { Operation } from '../../endpoint/json-protocol';
import { batch } from '../batch';
import { tagsIn, type Catalog, type DeploymentGroup } from '../catalog';
import type { Deployments } from '../deployments';
import { describeGroup } from '../describe-group';
import { namesPage } from '../page';

const MOST_IN_A_BATCH = 100;

/** Deployment groups. */
export function groupOperations(catalog: Catalog, deployments: Deployments): Readonly<Record<string, Operation>> {
  const describe = (group: DeploymentGroup): object => describeGroup(group, deployments.of(group).at(-1), deployments.lastSuccessful(group));
  return {
    CreateDeploymentGroup: async (input) => ({ deploymentGroupId: catalog.addGroup(input, tagsIn(input['tags'])).id }),
    GetDeploymentGroup: async (input) => ({ deploymentGroupInfo: describe(catalog.group(input['applicationName'], input['deploymentGroupName'])) }),
    UpdateDeploymentGroup: async (input) => {
      catalog.changeGroup(input);
      return { hooksNotCleanedUp: [] };
    },
    DeleteDeploymentGroup: async (input) => {
      catalog.removeGroup(input['applicationName'], input['deploymentGroupName']);
      return { hooksNotCleanedUp: [] };
    },
    ListDeploymentGroups: async (input) => {
      const { name } = catalog.application(input['applicationName']);
      const { names, more } = namesPage(catalog.groupsOf(name).map((group) => group.name).sort(), input['nextToken']);
      return { applicationName: name, deploymentGroups: names, ...more };
    },
    BatchGetDeploymentGroups: async (input) => {
      const { name: application } = catalog.application(input['applicationName']);
      const names = batch('deployment group names', input['deploymentGroupNames'], MOST_IN_A_BATCH, 'DeploymentGroupNameRequiredException');
      const groups = catalog.groupsOf(application);
      const missing = names.filter((name) => !groups.some((group) => group.name === name));
      return {
        deploymentGroupsInfo: names.flatMap((name) => groups.filter((group) => group.name === name).map(describe)),
        ...(missing.length === 0 ? {} : { errorMessage: `No Deployment Group found for name: ${missing.join(', ')}` }),
      };
    },
  };
}
