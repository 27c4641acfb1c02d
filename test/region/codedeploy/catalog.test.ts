import {
  BatchGetApplicationRevisionsCommand, BatchGetApplicationsCommand, CreateApplicationCommand, CreateDeploymentCommand, CreateDeploymentConfigCommand,
  DeleteApplicationCommand, DeleteDeploymentConfigCommand, GetApplicationCommand, GetApplicationRevisionCommand, GetDeploymentConfigCommand,
  ListApplicationRevisionsCommand, ListApplicationsCommand, ListDeploymentConfigsCommand, ListDeploymentGroupsCommand, ListTagsForResourceCommand, RegisterApplicationRevisionCommand,
  TagResourceCommand, UntagResourceCommand, UpdateApplicationCommand, paginateListApplications, type TrafficRoutingConfig,
} from '@aws-sdk/client-codedeploy';
import { inline } from '../support/deploying';
import { client, group, named, openShop, region } from '../support/shop';

openShop();

describe('applications', () => {
  test('are made, found, renamed and deleted with their groups', async () => {
    const { applicationId } = await client.send(new CreateApplicationCommand({ applicationName: 'till', computePlatform: 'ECS' }));
    await group({ applicationName: 'till' });
    await client.send(new UpdateApplicationCommand({ applicationName: 'till', newApplicationName: 'cash' }));
    expect((await client.send(new GetApplicationCommand({ applicationName: 'cash' }))).application).toEqual({ applicationId, applicationName: 'cash', computePlatform: 'ECS', createTime: expect.any(Date), linkedToGitHub: false });
    expect((await client.send(new ListDeploymentGroupsCommand({ applicationName: 'cash' })))).toMatchObject({ applicationName: 'cash', deploymentGroups: ['api'] });
    expect((await client.send(new ListApplicationsCommand({}))).applications).toEqual(['cash', 'shop']);
    expect((await client.send(new BatchGetApplicationsCommand({ applicationNames: ['shop', 'cash'] }))).applicationsInfo).toMatchObject([{ applicationName: 'shop' }, { applicationName: 'cash' }]);
    await client.send(new DeleteApplicationCommand({ applicationName: 'cash' }));
    await client.send(new DeleteApplicationCommand({ applicationName: 'cash' }));
    await expect(client.send(new GetApplicationCommand({ applicationName: 'cash' }))).rejects.toEqual(named('ApplicationDoesNotExistException'));
    await group();
  });

  test.each([
    [{ applicationName: 'shop', computePlatform: 'ECS' }, 'ApplicationAlreadyExistsException', 'Application already exists: shop'],
    [{ applicationName: '', computePlatform: 'ECS' }, 'ApplicationNameRequiredException', 'The application name must be specified.'],
    [{ applicationName: 'a shop', computePlatform: 'ECS' }, 'InvalidApplicationNameException', 'The application name "a shop" is not valid: it has 1 to 100 letters, digits and . _ + = , @ -'],
    [{ applicationName: 'x'.repeat(101), computePlatform: 'ECS' }, 'InvalidApplicationNameException', undefined],
    [{ applicationName: 'other' }, 'InvalidComputePlatformException', 'the region deploys to ECS, got Server, which it is when computePlatform is left out'],
    [{ applicationName: 'other', computePlatform: 'Lambda' }, 'InvalidComputePlatformException', 'the region deploys to ECS, got Lambda'],
    [{ applicationName: 'other', computePlatform: 'ECS', tags: [{ Key: 'aws:x', Value: '1' }] }, 'InvalidTagsToAddException', undefined],
  ] as const)('%p is refused', async (input, name, message) => {
    await expect(client.send(new CreateApplicationCommand(input as never))).rejects.toMatchObject({ name, ...(message === undefined ? {} : { message }), $metadata: { httpStatusCode: 400 } });
  });

  test('a batch has at most a hundred names, all of them known', async () => {
    const batch = (applicationNames: string[]) => client.send(new BatchGetApplicationsCommand({ applicationNames }));
    await expect(batch([])).rejects.toEqual(named('ApplicationNameRequiredException'));
    await expect(batch(Array(101).fill('shop'))).rejects.toEqual(named('BatchLimitExceededException'));
    await expect(batch(['shop', 'nobody'])).rejects.toMatchObject({ name: 'ApplicationDoesNotExistException', message: 'No application found for name: nobody' });
  });

  test('lists come in pages of a hundred, and what is made or deleted meanwhile neither repeats nor hides any', async () => {
    for (let index = 100; index < 350; index += 1) region.catalog.addApplication(`app-${index}`, 'ECS', { all: () => [] } as never);
    const pages: string[][] = [];
    for await (const { applications } of paginateListApplications({ client }, {})) {
      pages.push(applications!);
      region.catalog.addApplication(`aaa-${pages.length}`, 'ECS', { all: () => [] } as never);
      region.catalog.removeApplication('app-100');
    }
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 51]);
    expect(new Set(pages.flat()).size).toBe(251);
    await expect(client.send(new ListApplicationsCommand({ nextToken: 'bm9uc2Vuc2U=' }))).rejects.toEqual(named('InvalidNextTokenException'));
  });

  test('are tagged by ARN, as groups are', async () => {
    await group({ tags: [{ Key: 'team', Value: 'points' }] });
    const arn = (resource: string) => `arn:aws:codedeploy:ap-northeast-2:111122223333:${resource}`;
    const tags = async (ResourceArn: string) => (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
    await client.send(new TagResourceCommand({ ResourceArn: arn('application:shop'), Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: arn('application:shop'), TagKeys: ['a'] }));
    expect([await tags(arn('application:shop')), await tags(arn('deploymentgroup:shop/api'))]).toEqual([[{ Key: 'b', Value: '2' }], [{ Key: 'team', Value: 'points' }]]);
    await expect(tags('nonsense')).rejects.toEqual(named('InvalidArnException'));
    await expect(tags(arn('instance:1'))).rejects.toEqual(named('ArnNotSupportedException'));
    await expect(tags(arn('application:nobody'))).rejects.toEqual(named('ApplicationDoesNotExistException'));
    await expect(tags('')).rejects.toEqual(named('ResourceArnRequiredException'));
    await expect(client.send(new TagResourceCommand({ ResourceArn: arn('application:shop'), Tags: [] }))).rejects.toEqual(named('TagRequiredException'));
  });

  test('know the revisions that were registered or deployed', async () => {
    await group();
    const register = (content: string, description?: string) => client.send(new RegisterApplicationRevisionCommand({ applicationName: 'shop', revision: inline(content), description }));
    await register('one', 'the first');
    await register('one', 'again');
    await client.send(new CreateDeploymentCommand({ applicationName: 'shop', deploymentGroupName: 'api', revision: inline('two') }));
    const list = async (more: object = {}) => (await client.send(new ListApplicationRevisionsCommand({ applicationName: 'shop', ...more }))).revisions!.map(({ appSpecContent }) => appSpecContent!.content);
    expect([await list(), await list({ deployed: 'include' }), await list({ deployed: 'exclude' }), await list({ sortBy: 'lastUsedTime', sortOrder: 'descending' })]).toEqual([['one', 'two'], ['two'], ['one'], ['two', 'one']]);
    expect(await client.send(new GetApplicationRevisionCommand({ applicationName: 'shop', revision: inline('one') }))).toMatchObject({ applicationName: 'shop', revisionInfo: { description: 'the first', deploymentGroups: [], registerTime: expect.any(Date) } });
    expect((await client.send(new BatchGetApplicationRevisionsCommand({ applicationName: 'shop', revisions: [inline('two')] }))).revisions).toMatchObject([{ genericRevisionInfo: { deploymentGroups: ['api'], lastUsedTime: expect.any(Date) } }]);
    await expect(client.send(new GetApplicationRevisionCommand({ applicationName: 'shop', revision: inline('three') }))).rejects.toEqual(named('RevisionDoesNotExistException'));
    await expect(list({ sortBy: 'size' })).rejects.toEqual(named('InvalidSortByException'));
    await expect(list({ s3KeyPrefix: 'a' })).rejects.toEqual(named('BucketNameFilterRequiredException'));
  });
});

describe('configurations', () => {
  const make = (deploymentConfigName: string, trafficRoutingConfig?: object, more: object = {}) =>
    client.send(new CreateDeploymentConfigCommand({ deploymentConfigName, computePlatform: 'ECS', trafficRoutingConfig: trafficRoutingConfig as TrafficRoutingConfig, ...more }));
  const read = async (deploymentConfigName: string) => (await client.send(new GetDeploymentConfigCommand({ deploymentConfigName }))).deploymentConfigInfo;

  test('the predefined ones are there, with the plural in Every1Minutes', async () => {
    expect((await client.send(new ListDeploymentConfigsCommand({}))).deploymentConfigsList).toEqual([
      'CodeDeployDefault.ECSAllAtOnce', 'CodeDeployDefault.ECSCanary10Percent15Minutes', 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      'CodeDeployDefault.ECSLinear10PercentEvery1Minutes', 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
    ]);
    expect(await read('CodeDeployDefault.ECSLinear10PercentEvery3Minutes')).toMatchObject({ computePlatform: 'ECS', trafficRoutingConfig: { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage: 10, linearInterval: 3 } } });
    await expect(read('CodeDeployDefault.ECSLinear10PercentEvery1Minute')).rejects.toEqual(named('DeploymentConfigDoesNotExistException'));
    await expect(client.send(new DeleteDeploymentConfigCommand({ deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' }))).rejects.toEqual(named('InvalidOperationException'));
  });

  test('own ones are made once and deleted when no group names them', async () => {
    const { deploymentConfigId } = await make('mine', { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 25, canaryInterval: 7 } });
    expect(await read('mine')).toEqual({ deploymentConfigId, deploymentConfigName: 'mine', computePlatform: 'ECS', createTime: expect.any(Date), trafficRoutingConfig: { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 25, canaryInterval: 7 } } });
    await expect(make('mine', { type: 'AllAtOnce' })).rejects.toEqual(named('DeploymentConfigAlreadyExistsException'));
    await group({ deploymentConfigName: 'mine' });
    const remove = () => client.send(new DeleteDeploymentConfigCommand({ deploymentConfigName: 'mine' }));
    await expect(remove()).rejects.toEqual(named('DeploymentConfigInUseException'));
    region.catalog.removeGroup('shop', 'api');
    await remove();
    await expect(read('mine')).rejects.toMatchObject({ name: 'DeploymentConfigDoesNotExistException', message: 'No Deployment Configuration found for name: mine' });
  });

  test.each([
    [{ type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 0, canaryInterval: 5 } }, {}, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 150, canaryInterval: 5 } }, {}, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage: 10, linearInterval: 0 } }, {}, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'TimeBasedLinear', timeBasedCanary: { canaryPercentage: 10, canaryInterval: 5 } }, {}, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'Sometimes' }, {}, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'AllAtOnce' }, { computePlatform: undefined }, 'InvalidComputePlatformException'],
    [{ type: 'AllAtOnce' }, { minimumHealthyHosts: { type: 'HOST_COUNT', value: 1 } }, 'InvalidMinimumHealthyHostValueException'],
    [{ type: 'AllAtOnce' }, { deploymentConfigName: 'CodeDeployDefault.Mine' }, 'InvalidDeploymentConfigNameException'],
    [{ type: 'AllAtOnce' }, { deploymentConfigName: 'no spaces' }, 'InvalidDeploymentConfigNameException'],
  ])('%j with %j is refused', async (routing, more, name) => {
    await expect(make('wrong', routing, more)).rejects.toMatchObject({ name });
  });
});
