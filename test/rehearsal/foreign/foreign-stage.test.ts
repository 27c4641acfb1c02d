import type { AssemblyStack } from '../../../lib/edge/assembly/assembly';
import { disturbedOperation, patternOf } from '../../../lib/rehearsal/foreign/disturb';
import { foreignScenarios } from '../../../lib/rehearsal/foreign/foreign-scenarios';
import { foreignStage } from '../../../lib/rehearsal/foreign/foreign-stage';
import type { Operation } from '../../../lib/core/operation/operation';

const stack = (id: string, Resources: AssemblyStack['template']['Resources']): AssemblyStack =>
  ({ id, stackName: id, account: '333333333333', region: 'eu-west-1', template: { Resources }, dependencies: [], files: [] });
const base = stack('Base', { Vpc: { Type: 'AWS::EC2::VPC' } });
const shop = stack('Shop', {
  Group: { Type: 'AWS::CodeDeploy::DeploymentGroup' },
  Web: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'web', Image: 'shop/web:2' }] } },
  Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { HealthCheckPath: '/alive' } },
});
const web = { container: 'web', command: 'run', directory: '/here' };

test('the stack of the container is released, all others are what it stands on', () => {
  const stage = foreignStage({ directory: '/out', stacks: [base, shop] }, web, undefined);
  expect(stage).toMatchObject({ ok: true, value: { kind: 'foreign', name: 'Shop', topology: [{ id: 'Base' }], release: { id: 'Shop' } } });
  if (stage.ok) expect(stage.value.lastKnownGood).not.toEqual(stage.value.release.template);
});

test('without a contract customers ask for the path of the health check', () => {
  const stage = foreignStage({ directory: '/out', stacks: [base, shop] }, web, undefined);
  expect(stage.ok && stage.value.contract?.operations).toMatchObject([{ method: 'GET', path: '/alive', share: 100, load: { expect: 200 } }]);
});

test('everything that is missing is said at once', () => {
  const problems = (stacks: readonly AssemblyStack[], container = 'api'): readonly string[] => {
    const stage = foreignStage({ directory: '/out', stacks }, { ...web, container }, undefined);
    return stage.ok ? [] : stage.problems.map(({ path, message }) => `${path} ${message}`);
  };
  expect(problems([base])).toEqual([
    '/out must hold one stack with an AWS::CodeDeploy::DeploymentGroup, found none',
    '--workload must name a container of a task definition, one of (there is none), got "api"',
  ]);
  expect(problems([shop, { ...shop, id: 'Other' }])).toEqual([
    '/out must hold one stack with an AWS::CodeDeploy::DeploymentGroup, found Shop, Other',
    '--workload must name a container of a task definition, one of web, got "api"',
  ]);
});

test('a fault meets the paths of its operation, and no others', () => {
  const pattern = new RegExp(patternOf('/stock/{item}/a.b'));
  expect(['/stock/tea/a.b', '/stock/x%2Fy/a.b'].every((path) => pattern.test(path))).toBe(true);
  expect(['/stock//a.b', '/stock/tea/axb', '/v2/stock/tea/a.b', '/stock/a/b/a.b'].some((path) => pattern.test(path))).toBe(false);
});

test('the first write is disturbed when nobody names an operation', () => {
  const load = { parameters: {}, body: undefined, after: undefined, expect: 200 };
  const operation = (id: string, effect: Operation['effect'], more: Partial<Operation> = {}): Operation => ({ id, method: 'GET', path: '/', effect, critical: false, share: 50, probe: undefined, load, ...more });
  const all = [operation('look', 'read'), operation('silent', 'write', { load: undefined }), operation('order', 'write')];
  expect(disturbedOperation(all, undefined)?.id).toBe('order');
  expect(disturbedOperation(all, 'look')?.id).toBe('look');
  expect(disturbedOperation(all, 'pay')).toBeUndefined();
  expect(disturbedOperation(all.slice(0, 1), undefined)?.id).toBe('look');
});

test('every fault has a control without alarms', () => {
  for (const { name, control, disturbance } of foreignScenarios.filter((scenario) => scenario.control !== undefined)) {
    const found = foreignScenarios.find((scenario) => scenario.name === control);
    expect({ name, disturbance: found?.disturbance, guardsOff: found?.guardsOff }).toEqual({ name, disturbance, guardsOff: ['alarms'] });
  }
});
