import type { AssemblyStack } from '../../lib/edge/assembly/assembly';
import { tierStacks } from '../../lib/rehearsal/tier-stacks';

const stack = (id: string, tier: string, axis: 'topology' | 'release', ...dependencies: readonly string[]): AssemblyStack => ({
  id, stackName: id, account: '222222222222', region: 'ap-northeast-2', dependencies, files: [],
  template: { Metadata: { 'changeover:stack': { stage: 'production', tier, axis } }, Resources: {} },
});

const stage = [
  stack('Foundation', 'foundation', 'topology'), stack('Network', 'network', 'topology', 'Foundation'),
  stack('Api', 'api', 'topology', 'Network', 'Foundation'), stack('Auxiliary', 'auxiliary', 'topology', 'Network'),
  stack('ApiRelease', 'api', 'release', 'Api'), stack('AuxiliaryRelease', 'auxiliary', 'release', 'Auxiliary'),
  stack('Observability', 'observability', 'topology', 'Api', 'Auxiliary'),
];
const idsOf = (tier: string): readonly string[] => tierStacks(stage, tier).map(({ id }) => id);

test('a tier needs what is under it, in order, and neither its neighbours nor what looks at it', () => {
  expect(idsOf('api')).toEqual(['Foundation', 'Network', 'Api', 'ApiRelease']);
  expect(idsOf('auxiliary')).toEqual(['Foundation', 'Network', 'Auxiliary', 'AuxiliaryRelease']);
});

test('what depends on everything is a rehearsal of everything', () => {
  expect(idsOf('observability')).toEqual(['Foundation', 'Network', 'Api', 'Auxiliary', 'Observability']);
});

test('a tier that is not there has nothing', () => {
  expect(idsOf('billing')).toEqual([]);
});
