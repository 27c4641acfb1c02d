import fc from 'fast-check';
import { needsOf, refuseCircles, reversed, type Needs } from '../../../lib/region/cloudformation/dependencies';
import { mentions } from '../../../lib/region/cloudformation/references';
import type { ResourceDefinition } from '../../../lib/region/cloudformation/template';

const thing = (more: Partial<ResourceDefinition> = {}): ResourceDefinition => ({ Type: 'Test::Thing', ...more });
const plain = (needs: Needs): Readonly<Record<string, readonly string[]>> => Object.fromEntries([...needs].map(([name, needed]) => [name, [...needed].sort()]));

test.each<readonly [string, Partial<ResourceDefinition>, readonly string[]]>([
  ['by DependsOn', { DependsOn: 'A' }, ['A']],
  ['by a list in DependsOn', { DependsOn: ['A', 'B'] }, ['A', 'B']],
  ['by Ref', { Properties: { x: [{ y: { Ref: 'A' } }] } }, ['A']],
  ['by GetAtt', { Properties: { x: { 'Fn::GetAtt': ['A', 'Arn'] } } }, ['A']],
  ['by GetAtt in one text', { Properties: { x: { 'Fn::GetAtt': 'A.Endpoint.Port' } } }, ['A']],
  ['by Sub', { Properties: { x: { 'Fn::Sub': '${A}-${B.Arn}-${!C}-${AWS::Region}' } } }, ['A', 'B']],
  ['by what Sub is given', { Properties: { x: { 'Fn::Sub': ['${own}', { own: { Ref: 'A' } }] } } }, ['A']],
  ['by the metadata', { Metadata: { x: { Ref: 'A' } } }, ['A']],
  ['by the name of an attribute', { Properties: { x: { 'Fn::GetAtt': ['A', { Ref: 'B' }] } } }, ['A', 'B']],
  ['by a name inside Join', { Properties: { x: { 'Fn::Join': ['', ['a', { Ref: 'B' }]] } } }, ['B']],
])('a resource waits %s', (_, definition, expected) => {
  expect(plain(needsOf({ A: thing(), B: thing(), It: thing(definition) }))['It']).toEqual(expected);
});

test('nobody waits for names of their own, for pseudo parameters, or for what is not there', () => {
  const definition = { DependsOn: 'Gone', Properties: { x: { 'Fn::Sub': ['${A}', { A: 1 }] }, y: { Ref: 'AWS::Region' }, z: { Ref: 'Parameter' } } };
  expect(plain(needsOf({ A: thing(), It: thing(definition) }))['It']).toEqual([]);
});

test('what is mentioned is told with how, for the words of a refusal', () => {
  expect(mentions({ a: { Ref: 'A' }, b: { 'Fn::GetAtt': ['B', 'Arn'] }, c: { 'Fn::Sub': '${C.Name}' } })).toEqual([
    { name: 'A', attribute: undefined, by: 'Ref' }, { name: 'B', attribute: 'Arn', by: 'Fn::GetAtt' }, { name: 'C', attribute: 'Name', by: 'Fn::Sub' },
  ]);
});

test('a circle is refused by the names that are in it, and no others', () => {
  const needs = needsOf({ Before: thing(), A: thing({ DependsOn: ['B', 'Before'] }), B: thing({ DependsOn: 'C' }), C: thing({ DependsOn: 'A' }), After: thing({ DependsOn: 'C' }) });
  expect(() => refuseCircles(needs)).toThrow('Circular dependency between resources: [A, B, C]');
});

test('a resource that names itself is a circle', () => {
  expect(() => refuseCircles(needsOf({ A: thing({ Properties: { x: { Ref: 'A' } } }) }))).toThrow('Circular dependency between resources: [A]');
});

const graph = fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 3 }), { minLength: 1, maxLength: 7 })
  .map((needed): Needs => new Map(needed.map((others, index) => [String(index), new Set(others.filter((other) => other < needed.length).map(String))])));

test('a graph that only looks back has no circle', () => {
  fc.assert(fc.property(graph, (needs) => {
    const back = new Map([...needs].map(([name, needed]) => [name, new Set([...needed].filter((other) => Number(other) < Number(name)))]));
    refuseCircles(back);
  }), { seed: 3 });
});

test('turned round twice it is what it was', () => {
  fc.assert(fc.property(graph, (needs) => {
    expect(plain(reversed(reversed(needs)))).toEqual(plain(needs));
  }), { seed: 4 });
});
