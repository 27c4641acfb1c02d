import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { withoutGuards } from '../../lib/rehearsal/guards';
import type { Guard } from '../../lib/rehearsal/scenario';
import { movedTo } from '../../lib/rehearsal/without-isolation';
import { synthesize } from '../stacks/support/synthesize';

const api = synthesize()['production-Api'] as unknown as AssemblyTemplate;

/** Paths at which two values differ. */
function differences(left: unknown, right: unknown, path = ''): readonly string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return [path];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap((key) => differences((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], `${path}.${key}`));
}

test('with every guard on the template stays as synthesized', () => {
  expect(withoutGuards(api, [])).toBe(api);
});

test.each([
  ['probes', /\.Environment\.Variables\.HOOKS$/],
  ['gradual-shift', /\.DeploymentConfigName$/],
  ['bake', /\.TerminationWaitTimeInMinutes$/],
  ['install-limit', /\.Environment\.Variables\.LIMITS$/],
  ['preflight', /\.Environment\.Variables\.PREFLIGHT$/],
  ['alarms-of-its-own', /\.Environment\.Variables\.PREFLIGHT$/],
] as const satisfies readonly (readonly [Guard, RegExp])[])('without %s exactly one value of the template is another', (guard, where) => {
  const changed = differences(api, withoutGuards(api, [guard]));
  expect(new Set(changed.map((path) => path.replace(/(DeploymentConfigName)\..*/, '$1')))).toHaveProperty('size', 1);
  expect(changed[0]?.replace(/(DeploymentConfigName)\..*/, '$1')).toMatch(where);
});

test('without alarms the group has them switched off and the pre-flight knows of none, and nothing else is another', () => {
  const edited = withoutGuards(api, ['alarms']);
  expect(differences(api, edited)).toEqual([expect.stringMatching(/\.AlarmConfiguration\.Enabled$/), expect.stringMatching(/\.Environment\.Variables\.PREFLIGHT$/)]);
  expect(JSON.stringify(edited)).toContain(JSON.stringify(JSON.stringify({ alarms: {}, stacks: ['production-Network', 'production-Data', 'production-Api'] })).slice(1, -1));
});

test.each(['failover-excuse', 'failover-witness'] as const)('without the %s every alarm on errors counts otherwise, and nothing else is another', (guard) => {
  const changed = differences(api, withoutGuards(api, [guard]));
  expect(changed).toHaveLength(5);
  for (const path of changed) expect(path).toMatch(/\.AlarmsErrors\w+\.Properties\.Metrics\.\d\.Expression$/);
});

test('without migrations first the deployment names none, and nothing else of the release is another', () => {
  const release = synthesize()['production-ApiRelease'] as unknown as AssemblyTemplate;
  expect(differences(release, withoutGuards(release, ['migrations-first']))).toEqual([expect.stringMatching(/^\.Resources\.\w+\.Properties\.MigrationTaskDefinition$/)]);
});

test('without isolation every database and every way is open, and nothing else of the template is another', () => {
  for (const name of ['production-Api', 'production-Network'] as const) {
    const template = synthesize()[name] as unknown as AssemblyTemplate;
    const changed = differences(template, withoutGuards(template, ['isolation']));
    expect(changed.length).toBeGreaterThan(0);
    for (const path of changed) expect(path).toMatch(/\.PolicyDocument\.Statement\.\d+\.Resource|\.Properties\.SecurityGroup(Ingress|Egress)/);
  }
});

test('a stack that is moved to another account names its own nowhere', () => {
  const stack = { id: 'staging-Api', stackName: 'staging-Api', account: '111111111111', region: 'r', template: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Arn: 'arn:aws:iam::111111111111:role/a' } } } }, dependencies: [], files: [{ path: 'p', bucket: 'assets-111111111111', key: 'k' }] };
  const moved = movedTo('222222222222', stack);
  expect(JSON.stringify(moved)).not.toContain('111111111111');
  expect(moved.files).toEqual([{ path: 'p', bucket: 'assets-222222222222', key: 'k' }]);
});

test('without the connection cap every role has as many sessions as it wants, and nothing else of the database is another', () => {
  const template = synthesize()['production-Data'] as unknown as AssemblyTemplate;
  const changed = withoutGuards(template, ['connection-cap']);
  expect(differences(template, changed)).toEqual([expect.stringMatching(/\.Properties\.Roles$/)]);
  expect(JSON.stringify(changed)).not.toMatch(/connections\\":(?!5000)/);
});
