import type { Template } from '../../../lib/region/cloudformation/template';
import { openStack, resources, testSpecification } from './world';

const thing = { Type: 'Test::Thing' };

test.each<readonly [string, Template, string]>([
  ['a type that AWS does not have', { Resources: { A: { Type: 'AWS::No::Such' }, B: { Type: 'AWS::None::Either' } } }, 'Unrecognized resource types: [AWS::No::Such, AWS::None::Either]'],
  ['a reference to nothing', resources({ A: { Properties: { Value: { Ref: 'Nobody' } } } }), 'Unresolved resource dependencies [Nobody] in the Resources block of the template'],
  ['a wait for nothing', resources({ A: { DependsOn: 'Nobody' } }), 'Unresolved resource dependencies [Nobody] in the Resources block of the template'],
  ['a substitution of nothing', resources({ A: { Properties: { Value: { 'Fn::Sub': '${Nobody}' } } } }), 'Unresolved resource dependencies [Nobody] in the Resources block of the template'],
  ['an output of nothing', { ...resources({ A: {} }), Outputs: { O: { Value: { Ref: 'Nobody' } } } }, 'Unresolved resource dependencies [Nobody] in the Outputs block of the template'],
  ['an attribute of nothing', resources({ A: { Properties: { Value: { 'Fn::GetAtt': ['Nobody', 'Arn'] } } } }), 'instance of Fn::GetAtt references undefined resource Nobody'],
  ['an attribute that the type does not have', resources({ A: {}, B: { Properties: { Value: { 'Fn::GetAtt': ['A', 'Colour'] } } } }), 'resource A does not support attribute type Colour in Fn::GetAtt'],
  ['a condition on a resource', { ...resources({ A: {} }), Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 'a'] } } }, 'Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template'],
  ['a condition that is not there', resources({ A: { Condition: 'Nobody' } }), 'unresolved condition dependency Nobody'],
  ['a reference to what a condition has switched off', { ...resources({ A: { Condition: 'Never' }, B: { Properties: { Value: { Ref: 'A' } } } }), Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }, 'Unresolved resource dependencies [A] in the Resources block of the template'],
  ['nothing that is left on', { ...resources({ A: { Condition: 'Never' } }), Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }, 'At least one Resources member must be defined'],
  ['an unknown property', resources({ A: { Properties: { Colour: 'red' } } }), '/Resources/A/Properties: Encountered unsupported property Colour'],
  ['a circle', resources({ A: { DependsOn: 'B' }, B: { DependsOn: 'A' } }), 'Circular dependency between resources: [A, B]'],
  ['a parameter without a value', { ...resources({ A: {} }), Parameters: { P: { Type: 'String' } } }, 'Parameters: [P] must have values'],
  ['a rule that is broken', { ...resources({ A: {} }), Rules: { R: { Assertions: [{ Assert: { 'Fn::Contains': [['a'], 'b'] }, AssertDescription: 'b is no choice' }] } } }, 'Rule R failed: b is no choice'],
  ['an import in a condition', { ...resources({ A: {} }), Conditions: { C: { 'Fn::Equals': [{ 'Fn::ImportValue': 'x' }, 'a'] } } }, 'cannot be used here'],
  ['a mapping that is not there', { ...resources({ A: {} }), Conditions: { C: { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'a'] } } }, "Mapping named 'M' is not present in the 'Mappings' section of template."],
  ['a key that its mapping does not have', { ...resources({ A: {} }), Mappings: { M: { x: {} } }, Conditions: { C: { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'a'] } } }, 'Unable to get mapping for M::a::b'],
])('a template with %s is refused before anything is done', async (_, template, message) => {
  const { world, deploy, cloudformation } = openStack();
  await expect(deploy(template)).rejects.toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
  expect(world.calls).toEqual([]);
  expect(cloudformation.stacks.size).toBe(0);
});

test('several things that are wrong are told at once', async () => {
  const { deploy } = openStack();
  await expect(deploy({ Resources: { A: { ...thing, UpdatePolicy: {} } as never, 'b-c': thing } })).rejects.toThrow('the region does not support UpdatePolicy of resource A; Template format error: Resource name b-c is non alphanumeric.');
});

test('a reference to what is switched off is fine where it is switched off too', async () => {
  const { deploy, world } = openStack();
  const stack = await deploy({
    ...resources({ A: { Condition: 'Never' }, B: { DependsOn: 'A', Properties: { Value: { 'Fn::If': ['Never', { Ref: 'A' }, 'without'] }, Needs: { 'Fn::If': ['Never', 1, { Ref: 'AWS::NoValue' }] } } } }),
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Outputs: { O: { Condition: 'Never', Value: { Ref: 'A' } } },
  });
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(world.things.get('B-1')?.properties).toEqual({ Value: 'without' });
});

test('pseudo parameters, mappings and zones are those of the place', async () => {
  const { deploy, world } = openStack();
  await deploy({
    ...resources({ A: { Properties: { Value: [
      { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, { Ref: 'AWS::Partition' }, { Ref: 'AWS::URLSuffix' }, { Ref: 'AWS::StackName' }, { Ref: 'AWS::NotificationARNs' },
      { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'Large'] }, { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    ] } } }),
    Mappings: { Sizes: { 'ap-northeast-2': { Large: 'r7g' } } },
  });
  expect(world.things.get('A-1')?.properties['Value']).toEqual(['ap-northeast-2', '111111111111', 'aws', 'amazonaws.com', 'Shop', [], 'r7g', 'ap-northeast-2b']);
});

test('a part of an attribute can be asked for', async () => {
  const { deploy, world } = openStack({ specification: () => ({ ...testSpecification, attributes: new Set(['Endpoint', 'Flat.Name']) }) });
  jest.spyOn(world.provider, 'create').mockResolvedValue({ physicalId: 'a', attributes: { Endpoint: { Address: 'host' }, 'Flat.Name': 'flat' } });
  const stack = await deploy({ ...resources({ A: {} }), Outputs: { Address: { Value: { 'Fn::GetAtt': ['A', 'Endpoint.Address'] } }, Flat: { Value: { 'Fn::GetAtt': ['A', 'Flat.Name'] } } } });
  expect([...stack.outputs.values()].map(({ value }) => value)).toEqual(['host', 'flat']);
});
