import { containersIn, readWorkload, withWorkload } from '../../../lib/rehearsal/foreign/workload';

const template = {
  Resources: {
    Web: { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '256', ContainerDefinitions: [{ Name: 'web', Image: 'shop/web:2' }, { Name: 'log', Image: 'shop/log:1' }] }, Metadata: { 'aws:cdk:path': 'Shop/Web' } },
    Job: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'job', Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr/job:1' } }] } },
    Topic: { Type: 'AWS::SNS::Topic' },
  },
};

test('a workload is a container and a command', () => {
  expect(readWorkload("web=python3 -m http.server --bind '' $PORT", '/here')).toEqual({ ok: true, value: { container: 'web', command: "python3 -m http.server --bind '' $PORT", directory: '/here' } });
  expect(readWorkload('web=A=1 run', '/here')).toMatchObject({ value: { command: 'A=1 run' } });
});

test.each(['web', 'web=', 'web= ', '=run', 'a b=run', ''])('%j is no workload', (text) => {
  expect(readWorkload(text, '/here')).toMatchObject({ ok: false, problems: [{ path: '--workload', message: expect.stringContaining(`got ${JSON.stringify(text)}`) as string }] });
});

test('containers are found with their task definitions', () => {
  expect(containersIn(template).map(({ name }) => name)).toEqual(['web', 'log', 'job']);
});

test('the workload is put beside its image, and nothing else changes', () => {
  const changed = withWorkload(template, { container: 'web', command: 'run', directory: '/here' });
  expect(changed.Resources['Web']?.Metadata).toEqual({
    'aws:cdk:path': 'Shop/Web', 'changeover:workload': { release: 'assembled', sha256: '', container: 'web', directory: '/here', command: ['/bin/sh', '-c', 'exec run'] },
  });
  expect({ ...changed.Resources['Web'], Metadata: template.Resources.Web.Metadata }).toEqual(template.Resources.Web);
  expect([changed.Resources['Job'], changed.Resources['Topic']]).toEqual([template.Resources.Job, template.Resources.Topic]);
});

test('the release before had another image, also when the image is an intrinsic function', () => {
  const web = withWorkload(template, { container: 'web', command: 'run', directory: '/here' }, '-before').Resources['Web']?.Properties;
  expect(web).toEqual({ Cpu: '256', ContainerDefinitions: [{ Name: 'web', Image: 'shop/web:2-before' }, { Name: 'log', Image: 'shop/log:1' }] });
  const job = withWorkload(template, { container: 'job', command: 'run', directory: '/here' }, '-before').Resources['Job']?.Properties;
  expect(job).toEqual({ ContainerDefinitions: [{ Name: 'job', Image: { 'Fn::Join': ['', [{ 'Fn::Sub': '${AWS::AccountId}.dkr.ecr/job:1' }, '-before']] } }] });
});
