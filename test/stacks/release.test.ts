import type { CfnResource } from 'aws-cdk-lib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Stage } from '../../lib/config/stage';
import { ApiReleaseStack } from '../../lib/stacks/api-release-stack';
import { anApp, stageProps, stages, synthesize } from './support/synthesize';
import { type CfnTemplate, type Found, ofType, only, textsIn } from './support/template';

const templates = synthesize();
const release = templates['production-ApiRelease'] as CfnTemplate;
const api = templates['production-Api'] as CfnTemplate;
const service = only(release, 'AWS::ECS::TaskDefinition', 'Service');
const migration = only(release, 'AWS::ECS::TaskDefinition', 'Migration');
const deployment = only(release, 'Custom::EcsBlueGreenDeployment');

test('a release is two task definitions and the resource that rolls them out, and nothing else', () => {
  expect(Object.values(release.Resources).map(({ Type }) => Type).sort()).toEqual([
    'AWS::ECS::TaskDefinition', 'AWS::ECS::TaskDefinition', 'Custom::EcsBlueGreenDeployment',
  ]);
});

test('it is bound to the topology by values of one snapshot, not by exports that would follow a change', () => {
  expect(JSON.stringify(release)).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
  const read = Object.entries(release.Parameters ?? {}).filter(([name]) => name !== 'BootstrapVersion');
  const paths = read.map(([, { Default = '' }]) => Default);
  expect(paths.length).toBe(10);
  const snapshots = new Set(paths.map((path) => path.split('/').slice(0, -1).join('/')));
  expect([...snapshots]).toEqual([`/changeover/production/api/topology/${deployment.Properties['Topology']}`]);
});

test.each([service, migration])('$id stays when the next release replaces it', ({ DeletionPolicy, UpdateReplacePolicy }) => {
  expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
});

test('it is of the family that the service runs, with the container that the balancer knows', () => {
  expect(service.Properties['Family']).toBe(only(api, 'AWS::ECS::Service').Properties['TaskDefinition']);
  const [container] = service.Properties['ContainerDefinitions'];
  expect(container).toMatchObject({ Name: 'api', PortMappings: [{ ContainerPort: 8_080 }], ReadonlyRootFilesystem: true, User: 'node' });
  expect(deployment.Properties).toMatchObject({ ContainerName: 'api', ContainerPort: '8080' });
});

test('a task has longer to end than the balancer takes to let go of it', () => {
  expect(service.Properties['ContainerDefinitions'][0].StopTimeout).toBeGreaterThan(30);
});

test('the image comes from this account by what is in it', () => {
  const image = (template: CfnTemplate) =>
    only(template, 'AWS::ECS::TaskDefinition', 'Service').Properties['ContainerDefinitions'][0].Image;
  expect(image(release)).toBe('222222222222.dkr.ecr.ap-northeast-2.amazonaws.com/production/api:local-555555555555');
  const imageReference = `@sha256:${'7'.repeat(64)}`;
  const built = synthesize(undefined, { imageReference });
  expect(image(built['staging-ApiRelease'] as CfnTemplate))
    .toBe(`111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/staging/api${imageReference}`);
});

test('a task knows where it belongs, so that it can refuse to run anywhere else', () => {
  const variables = ({ Properties }: Found) => Object.fromEntries(
    Properties['ContainerDefinitions'][0].Environment.map(({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value]));
  expect(variables(service)).toEqual({
    STAGE: 'production', ACCOUNT: '222222222222', RELEASE: 'local-555555555555', DATABASE: 'points',
    PORT: '8080', SERVICE: 'api', LOG_LEVEL: 'info',
    WRITER_HOST: { Ref: 'TopologyWriterHost' }, WRITER_PORT: { Ref: 'TopologyWriterPort' }, WRITER_USER: 'points_writer',
    READER_HOSTS: { Ref: 'TopologyReaderHosts' }, READER_PORT: { Ref: 'TopologyReaderPort' }, READER_USER: 'points_reader',
  });
  expect(variables(migration)).toEqual({
    STAGE: 'production', ACCOUNT: '222222222222', RELEASE: 'local-555555555555', DATABASE: 'points',
    OWNER_HOST: { Ref: 'TopologyOwnerHost' }, OWNER_PORT: { Ref: 'TopologyOwnerPort' }, OWNER_USER: 'points_owner',
  });
});

test('what runs in it stands in the template, for everybody who has only the assembly', () => {
  const workload = {
    release: 'local-555555555555', directory: 'workload.5555555555555555', sha256: '5'.repeat(64),
    container: 'api', contract: 'openapi.json',
  };
  expect(service.Metadata?.['changeover:workload']).toEqual({ ...workload, command: ['node', 'main.js'] });
  expect(migration.Metadata?.['changeover:workload']).toEqual({ ...workload, command: ['node', 'migrate.js'] });
});

describe('the resource that rolls it out', () => {
  test('names its function by an ARN that never changes', () => {
    expect(deployment.id).toBe('Deployment');
    expect(deployment.Properties['ServiceToken']).toBe('arn:aws:lambda:ap-northeast-2:222222222222:function:production-api-deployment');
    expect(ofType(api, 'AWS::Lambda::Function').map(({ Properties }) => Properties['FunctionName'])).toContain('production-api-deployment');
  });

  test('is given an hour, and an attempt that makes a repetition a change', () => {
    expect(deployment.Properties).toMatchObject({
      ServiceTimeout: '3600', Release: 'local-555555555555', Attempt: '1',
      TaskDefinition: { Ref: service.id }, MigrationTaskDefinition: { Ref: migration.id },
    });
  });
});

describe('a release that fixes what an alarm is red for', () => {
  const fixes = (context: Readonly<Record<string, string>>): unknown => {
    const app = anApp(mkdtempSync(path.join(tmpdir(), 'changeover-fix-')));
    try {
      const [stage] = stages().filter(({ name }) => name === 'production');
      for (const [name, value] of Object.entries(context)) app.node.setContext(name, value);
      const release = new ApiReleaseStack(app, stage as Stage, { ...stageProps(stage as Stage).api, fingerprint: 'f' });
      return (release.node.findChild('Deployment').node.defaultChild as CfnResource)['cfnProperties']['Fixes'];
    } finally {
      rmSync(app.outdir, { recursive: true });
    }
  };

  test('names each alarm and the reason, for this one deployment', () => {
    expect(fixes({ fixes: 'one, two', because: 'uses fail since Monday' })).toEqual({ Alarms: ['one', 'two'], Reason: 'uses fail since Monday' });
  });

  test('is said by nobody who does not say it', () => {
    expect(fixes({})).toBeUndefined();
  });

  test.each([[{ fixes: 'one' }, /because must say why/], [{ because: 'it hurts' }, /fixes must say which one/]] as const)('half of it is an error: %j', (context, why) => {
    expect(() => fixes(context)).toThrow(why);
  });
});

test('a new release changes the release stack and no other', () => {
  const next = { release: 'local-777777777777', directory: 'workload.7777777777777777', sha256: '7'.repeat(64) };
  const after = synthesize(undefined, { workload: next, imageReference: ':local-777777777777' });
  const changed = Object.keys(templates).filter((name) => JSON.stringify(templates[name]) !== JSON.stringify(after[name]));
  expect(changed.sort()).toEqual(['production-ApiRelease', 'staging-ApiRelease']);
});

test('staging and production share no value but the region, beside what one pipeline takes from the other, and whose word is believed', () => {
  const word = /alias\/staging-verdict-signing|^arn:aws:kms:ap-northeast-2:111111111111:key\/\*$/;
  const textsOf = (stage: string) =>
    Object.entries(templates).filter(([name]) => name.startsWith(`${stage}-`) && !name.endsWith('-Delivery')).flatMap(([, template]) => textsIn(template)).filter((text) => !word.test(text));
  expect(textsOf('staging').filter((text) => text.includes('222222222222') || /\bproduction\b/.test(text))).toEqual([]);
  expect(textsOf('production').filter((text) => text.includes('111111111111') || /\bstaging\b/.test(text))).toEqual([]);
});
