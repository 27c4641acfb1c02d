import { textOf, textsOf, type Fields } from '../fields';
import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need, type Need } from '../iam/need';
import { arnOf, type Place } from '../place';
import type { Catalog } from './catalog';
import type { Deployments } from './deployments';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
const OF_APPLICATION = [
  'CreateApplication', 'GetApplication', 'UpdateApplication', 'DeleteApplication', 'RegisterApplicationRevision', 'GetApplicationRevision', 'BatchGetApplicationRevisions', 'ListApplicationRevisions', 'ListDeploymentGroups',
];
const OF_DEPLOYMENT = ['GetDeployment', 'PutLifecycleEventHookExecutionStatus', 'ListDeploymentInstances', 'GetDeploymentInstance', 'BatchGetDeploymentInstances'];
const OF_CONFIGURATION = ['CreateDeploymentConfig', 'GetDeploymentConfig', 'DeleteDeploymentConfig'];
const OF_NOTHING = [
  'ListApplications', 'ListDeploymentConfigs', 'StopDeployment', 'ContinueDeployment', 'SkipWaitTimeForInstanceTermination', 'ListDeploymentTargets', 'GetDeploymentTarget', 'BatchGetDeploymentTargets',
];

const groupArn = (place: Place, application: unknown, group: unknown): string => arnOf('codedeploy', place, `deploymentgroup:${String(application)}/${String(group)}`);
const applicationArn = (place: Place, application: unknown): string => arnOf('codedeploy', place, `application:${String(application)}`);
const configurationArn = (place: Place, name: unknown): string => arnOf('codedeploy', place, `deploymentconfig:${String(name)}`);

/** What CodeDeploy's operations need. */
export function codeDeployAccess(catalog: Catalog, deployments: Deployments): AccessTable {
  const each = (names: readonly string[], needs: (action: string) => NeedsOf): AccessTable => Object.fromEntries(names.map((name) => [name, needs(`codedeploy:${name}`)]));
  const withGroup = (action: string): NeedsOf => (input, place) => [need(action, groupArn(place, input['applicationName'], input['deploymentGroupName'] ?? input['currentDeploymentGroupName'])), ...passes(input)];
  return {
    ...each(OF_APPLICATION, (action) => ({ applicationName }, place) => [need(action, applicationArn(place, applicationName))]),
    ...each(OF_DEPLOYMENT, (action) => ({ deploymentId }, place) => {
      const record = deployments.records.get(String(deploymentId));
      // Of a deployment that is not there nothing is known, and nothing is told.
      return record === undefined ? [] : [need(action, groupArn(place, record.group.application, record.group.name))];
    }),
    ...each(OF_CONFIGURATION, (action) => ({ deploymentConfigName }, place) => [need(action, configurationArn(place, deploymentConfigName))]),
    ...each(OF_NOTHING, (action) => () => [need(action, '*')]),
    ...each(['CreateDeploymentGroup', 'GetDeploymentGroup', 'UpdateDeploymentGroup', 'DeleteDeploymentGroup'], withGroup),
    ...each(['ListTagsForResource', 'TagResource', 'UntagResource'], (action) => ({ ResourceArn }) => [need(action, String(ResourceArn))]),
    ListDeployments: ({ applicationName, deploymentGroupName }, place) => [need('codedeploy:ListDeployments', groupArn(place, applicationName ?? '*', deploymentGroupName ?? '*'))],
    BatchGetApplications: ({ applicationNames }, place) => textsOf(applicationNames).map((name) => need('codedeploy:BatchGetApplications', applicationArn(place, name))),
    BatchGetDeploymentGroups: ({ applicationName, deploymentGroupNames }, place) => textsOf(deploymentGroupNames).map((name) => need('codedeploy:BatchGetDeploymentGroups', groupArn(place, applicationName, name))),
    BatchGetDeployments: ({ deploymentIds }, place) => textsOf(deploymentIds).flatMap((id) => deployments.records.get(id) ?? [])
      .map(({ group }) => need('codedeploy:BatchGetDeployments', groupArn(place, group.application, group.name))),
    CreateDeployment: (input, place) => create(input, place, catalog),
  };
}

/** A deployment registers its revision and reads its configuration: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html */
function create({ applicationName, deploymentGroupName, deploymentConfigName, overrideAlarmConfiguration }: Fields, place: Place, catalog: Catalog): readonly Need[] {
  const group = catalog.groupsOf(String(applicationName)).find(({ name }) => name === deploymentGroupName);
  return [
    need('codedeploy:CreateDeployment', groupArn(place, applicationName, deploymentGroupName)),
    // API reference, CreateDeployment: to override the alarms of the group takes the permission to change it.
    ...(overrideAlarmConfiguration === undefined ? [] : [need('codedeploy:UpdateDeploymentGroup', groupArn(place, applicationName, deploymentGroupName))]),
    need('codedeploy:GetDeploymentConfig', configurationArn(place, textOf(deploymentConfigName) ?? group?.configuration)),
    ...['RegisterApplicationRevision', 'GetApplicationRevision'].map((name) => need(`codedeploy:${name}`, applicationArn(place, applicationName))),
  ];
}

/** Whoever names the role that CodeDeploy will take on hands it over. */
const passes = ({ serviceRoleArn }: Fields): readonly Need[] => (typeof serviceRoleArn === 'string' ? [need('iam:PassRole', serviceRoleArn, { 'iam:PassedToService': 'codedeploy.amazonaws.com' })] : []);
