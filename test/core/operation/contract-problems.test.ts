import { spell } from '../../../lib/core/checked';
import { contractProblems } from '../../../lib/core/operation/contract-problems';
import type { Exchange, Operation } from '../../../lib/core/operation/operation';

const probe: Exchange = { parameters: { id: '1' }, body: undefined, after: undefined, expect: 200 };
const operation = (difference: Partial<Operation> = {}): Operation => ({
  id: 'getThing', method: 'GET', path: '/things/{id}', effect: 'read', critical: true, share: 100, probe, load: undefined, ...difference,
});
const problems = (...operations: readonly Operation[]): readonly string[] => contractProblems(operations).map(spell);

test('a contract in which all fits has no problems', () => {
  expect(problems(operation({ share: 60 }), operation({ id: 'other', share: 40, critical: false, probe: undefined }))).toEqual([]);
});

test('shares of thirds make 100', () => {
  expect(problems(...['a', 'b', 'c'].map((id) => operation({ id, share: 100 / 3 })))).toEqual([]);
});

test('shares that do not make 100 are told with their sum', () => {
  expect(problems(operation({ id: 'a', share: 30 }), operation({ id: 'b', share: 60 }))).toEqual([
    'paths must hold operations whose shares make 100 together, got 90 (a 30, b 60)',
  ]);
  expect(problems()).toEqual(['paths must hold operations whose shares make 100 together, got 0 (no operations)']);
});

test('a critical operation without a probe is named', () => {
  expect(problems(operation({ probe: undefined }))).toEqual([
    'getThing.x-changeover.probe must be given for a critical operation, which nothing else would try before customers do',
  ]);
});

test.each(['probe', 'load'] as const)('a %s that leaves out a parameter of the path is told which', (kind) => {
  expect(problems(operation({ [kind]: { ...probe, parameters: {} } }))).toEqual([
    `getThing.x-changeover.${kind}.parameters.id must be given, because /things/{id} names it`,
  ]);
});

test.each(['nothing', 'getThing'])('an exchange cannot come after %s', (after) => {
  expect(problems(operation({ probe: { ...probe, after } }))).toEqual([
    `getThing.x-changeover.probe.after must name another operation, got "${after}": leave it out`,
  ]);
});

test('two operations of one name are a problem', () => {
  expect(problems(operation({ share: 50 }), operation({ share: 50 })))
    .toEqual(['getThing must be the operationId of one operation, got several: rename all but one']);
});

const refusal: Exchange = { parameters: { id: '1', limit: '{lane}' }, body: undefined, after: undefined, expect: 400 };

test('a request that is refused fits when it is told from all others, and is the client\'s to correct', () => {
  expect(problems(operation({ refusal }))).toEqual([]);
  expect(problems(operation({ refusal: { ...refusal, parameters: { id: '1' }, body: { text: '{lane}' } } }))).toEqual([]);
});

test.each<readonly [Partial<Exchange>, string]>([
  [{ expect: 200 }, 'getThing.x-changeover.refusal.expect must be given, from 400 to 499, got 200'],
  [{ parameters: { id: '1', limit: '0' } }, 'getThing.x-changeover.refusal must hold {lane} in a parameter, which the reason for the refusal quotes'],
  [{ parameters: { limit: '{lane}' } }, 'getThing.x-changeover.refusal.parameters.id must be given, because /things/{id} names it'],
])('one with %j is told what is wrong', (change, said) => {
  expect(problems(operation({ refusal: { ...refusal, ...change } }))).toEqual([said]);
});
