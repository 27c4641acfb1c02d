import { releaseIn, withoutImage, withRelease } from '../../lib/rehearsal/candidate';

const template = {
  Resources: {
    Service: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [{ Image: 'host/production/api:local-aaaaaaaaaaaa', Environment: [{ Name: 'RELEASE', Value: 'local-aaaaaaaaaaaa' }, { Name: 'STAGE', Value: 'production' }] }] },
      Metadata: { 'changeover:workload': { release: 'local-aaaaaaaaaaaa', directory: 'workload.aaaaaaaaaaaaaaaa', sha256: 'a'.repeat(64), container: 'api' } },
    },
    Deployment: { Type: 'Custom::EcsBlueGreenDeployment', Properties: { Release: 'local-aaaaaaaaaaaa', Topology: 't1' } },
  },
};
const other = { release: 'r2', directory: '/elsewhere/workload.bb', sha256: 'b'.repeat(64) };

test('a template says which release it holds', () => {
  expect(releaseIn(template)).toEqual({ release: 'local-aaaaaaaaaaaa', directory: 'workload.aaaaaaaaaaaaaaaa', sha256: 'a'.repeat(64) });
  expect(releaseIn({ Resources: {} })).toBeUndefined();
});

test('another release changes its name, its image and its bundle, and nothing else', () => {
  const changed = withRelease(template, other);
  expect(releaseIn(changed)).toEqual(other);
  expect(changed.Resources['Service']?.Properties).toEqual({
    ContainerDefinitions: [{ Image: 'host/production/api:r2', Environment: [{ Name: 'RELEASE', Value: 'r2' }, { Name: 'STAGE', Value: 'production' }] }],
  });
  expect(changed.Resources['Deployment']?.Properties).toEqual({ Release: 'r2', Topology: 't1' });
});

test('there and back again gives the same template', () => {
  const before = releaseIn(template);
  expect(withRelease(withRelease(template, other), before as NonNullable<typeof before>)).toEqual(template);
});

test('a template without a release cannot get another one', () => {
  expect(() => withRelease({ Resources: {} }, other)).toThrow('holds no release');
});

test('without its image only what the bundle is known by is missing', () => {
  const changed = withoutImage(template);
  expect(changed.Resources['Service']).toEqual({ ...template.Resources.Service, Metadata: {} });
  expect(changed.Resources['Deployment']).toEqual(template.Resources.Deployment);
});
