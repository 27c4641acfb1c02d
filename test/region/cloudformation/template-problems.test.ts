import { templateProblems } from '../../../lib/region/cloudformation/template-problems';
import type { Template } from '../../../lib/region/cloudformation/template';

const thing = { Type: 'Test::Thing' };
const problems = (more: object, resources: object = { A: thing }): readonly string[] => templateProblems({ Resources: resources, ...more } as Template);

test('a template that the region understands has none', () => {
  expect(problems({
    AWSTemplateFormatVersion: '2010-09-09', Description: 'd', Metadata: {}, Parameters: { P: { Type: 'String', NoEcho: true } }, Mappings: {}, Conditions: {}, Rules: { R: { Assertions: [] } },
    Outputs: { O: { Value: 1, Description: 'd', Export: { Name: 'n' } } }, Transform: 'AWS::SecretsManager-2024-09-16',
  }, { A: { ...thing, Properties: {}, DependsOn: [], Condition: 'c', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', Metadata: {} }, B: { Type: 'AWS::RDS::DBInstance', DeletionPolicy: 'Snapshot' } })).toEqual([]);
});

test.each<readonly [string, object, object | undefined, string]>([
  ['a section that it does not know', { Globals: {} }, undefined, 'the region does not support Globals of the template'],
  ['a transform that it cannot carry out', { Transform: ['AWS::Serverless-2016-10-31'] }, undefined, 'the region does not support the transform AWS::Serverless-2016-10-31'],
  ['language extensions', { Transform: 'AWS::LanguageExtensions' }, undefined, 'the region does not support the transform AWS::LanguageExtensions'],
  ['another format version', { AWSTemplateFormatVersion: '2011-01-01' }, undefined, '2011-01-01 is not a supported value'],
  ['no resources', {}, {}, 'At least one Resources member must be defined.'],
  ['a resource without a type', {}, { A: {} }, '[/Resources/A] Every Resources object must contain a Type member.'],
  ['a resource name with a dash', {}, { 'a-b': thing }, 'Resource name a-b is non alphanumeric.'],
  ['a creation policy', {}, { A: { ...thing, CreationPolicy: {} } }, 'the region does not support CreationPolicy of resource A'],
  ['an update policy', {}, { A: { ...thing, UpdatePolicy: {} } }, 'the region does not support UpdatePolicy of resource A'],
  ['a misspelt policy', {}, { A: { ...thing, DeletionPolicy: 'retain' } }, 'Unrecognized DeletionPolicy "retain"'],
  ['a replacement policy that is none', {}, { A: { ...thing, UpdateReplacePolicy: 'RetainExceptOnCreate' } }, 'Unrecognized UpdateReplacePolicy "RetainExceptOnCreate"'],
  ['a snapshot of what has none', {}, { A: { ...thing, DeletionPolicy: 'Snapshot' } }, 'resource type Test::Thing does not support DeletionPolicy Snapshot'],
  ['a nested stack', {}, { A: { Type: 'AWS::CloudFormation::Stack' } }, 'the region does not support the type AWS::CloudFormation::Stack of resource A'],
  ['a wait condition', {}, { A: { Type: 'AWS::CloudFormation::WaitCondition' } }, 'does not support the type AWS::CloudFormation::WaitCondition'],
  ['a parameter\'s unknown key', { Parameters: { P: { Type: 'String', Pattern: 'x' } } }, undefined, 'the region does not support Pattern of parameter P'],
  ['a rule\'s unknown key', { Rules: { R: { Assertions: [], When: 1 } } }, undefined, 'the region does not support When of rule R'],
  ['an output without a value', { Outputs: { O: { Description: 'd' } } }, undefined, 'Output O is malformed'],
  ['an output\'s unknown key', { Outputs: { O: { Value: 1, Type: 'x' } } }, undefined, 'the region does not support Type of output O'],
  ['more resources than a stack may have', {}, Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`R${index}`, thing])), 'Number of resources, 501, is greater than maximum allowed, 500'],
])('a template cannot have %s', (_, more, resources, message) => {
  expect(problems(more, resources).join('\n')).toContain(message);
});
