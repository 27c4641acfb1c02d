import { CreateDeploymentCommand, GetDeploymentCommand, ListDeploymentInstancesCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { inline } from '../support/deploying';
import { client, group, named, openShop } from '../support/shop';

openShop();

describe('a deployment is refused', () => {
  beforeEach(() => group());
  const create = (more: object) => client.send(new CreateDeploymentCommand({ applicationName: 'shop', deploymentGroupName: 'api', revision: inline('x'), ...more }));
  test.each<[string, object, string, string?]>([
    ['without an application', { applicationName: '' }, 'ApplicationNameRequiredException'],
    ['of an application that is not there', { applicationName: 'nobody' }, 'ApplicationDoesNotExistException', 'No application found for name: nobody'],
    ['without a group', { deploymentGroupName: undefined }, 'DeploymentGroupNameRequiredException'],
    ['of a group that is not there', { deploymentGroupName: 'nobody' }, 'DeploymentGroupDoesNotExistException', 'No Deployment Group found for name: nobody'],
    ['with a configuration that is not there', { deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minute' }, 'DeploymentConfigDoesNotExistException', 'No Deployment Configuration found for name: CodeDeployDefault.ECSCanary10Percent5Minute'],
    ['without a revision', { revision: undefined }, 'RevisionRequiredException', 'RevisionLocation must be specified'],
    ['of something on GitHub', { revision: { revisionType: 'GitHub', gitHubLocation: { repository: 'a/b', commitId: 'c' } } }, 'InvalidRevisionException'],
    ['of a bundle for instances', { revision: { revisionType: 'S3', s3Location: { bucket: 'a', key: 'b', bundleType: 'zip' } } }, 'InvalidRevisionException', 'BundleType must be either YAML or JSON'],
    ['of an empty AppSpec', { revision: inline('') }, 'InvalidRevisionException'],
    ['with another digest than the AppSpec has', { revision: { revisionType: 'AppSpecContent', appSpecContent: { content: 'a', sha256: '0'.repeat(64) } } }, 'InvalidRevisionException'],
    ['with a novel for a description', { description: 'x'.repeat(257) }, 'DescriptionTooLongException'],
    ['with rollback for no event', { autoRollbackConfiguration: { enabled: true } }, 'InvalidAutoRollbackConfigException'],
    ['with eleven alarms', { overrideAlarmConfiguration: { enabled: true, alarms: Array.from({ length: 11 }, (_, index) => ({ name: `a${index}` })) } }, 'AlarmsLimitExceededException'],
    ['with instances', { targetInstances: { autoScalingGroups: ['web'] } }, 'InvalidTargetInstancesException'],
  ])('%s', async (_, more, name, ...[message]) => {
    await expect(create(more)).rejects.toMatchObject({ name, ...(message === undefined ? {} : { message }) });
  });

  test('an id is checked before it is looked for', async () => {
    const read = (deploymentId: string) => client.send(new GetDeploymentCommand({ deploymentId }));
    await expect(read('')).rejects.toEqual(named('DeploymentIdRequiredException'));
    await expect(read('d-lowercase')).rejects.toEqual(named('InvalidDeploymentIdException'));
    await expect(read('d-NOBODY000')).rejects.toMatchObject({ name: 'DeploymentDoesNotExistException', message: 'The deployment d-NOBODY000 could not be found' });
  });

  test.each<[object, string]>([
    [{ deploymentGroupName: 'api' }, 'ApplicationNameRequiredException'],
    [{ applicationName: 'shop' }, 'DeploymentGroupNameRequiredException'],
    [{ includeOnlyStatuses: ['Done'] }, 'InvalidDeploymentStatusException'],
    [{ createTimeRange: { start: new Date(2_000), end: new Date(1_000) } }, 'InvalidTimeRangeException'],
    [{ nextToken: 'x' }, 'InvalidNextTokenException'],
  ])('a list of %j is refused', async (input, name) => {
    await expect(client.send(new ListDeploymentsCommand(input as never))).rejects.toMatchObject({ name });
  });

  test('a text of the older type is a revision too, and operations for servers say that this is ECS', async () => {
    const { deploymentId } = await create({ revision: { revisionType: 'String', string: { content: 'a: [' } } });
    expect((await client.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo).toMatchObject({ status: 'Failed', revision: { revisionType: 'String', string: { content: 'a: [', sha256: expect.any(String) } } });
    await expect(client.send(new ListDeploymentInstancesCommand({ deploymentId }))).rejects.toEqual(named('InvalidComputePlatformException'));
  });
});
