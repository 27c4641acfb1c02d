import { propertyProblems } from '../../../lib/region/cloudformation/property-problems';
import { loadSpecification } from '../../../lib/region/cloudformation/specification';

const specification = loadSpecification();
const problems = (Type: string, Properties: Record<string, unknown>): readonly string[] => propertyProblems({ It: { Type, Properties } }, specification);
const TABLE = '/Resources/It/Properties';

test.each<readonly [string, string, Record<string, unknown>]>([
  ['a whole resource', 'AWS::SSM::Parameter', { Type: 'String', Value: 'x', Tags: { a: 'b' } }],
  ['an expression where a value is wanted', 'AWS::SSM::Parameter', { Type: { Ref: 'T' }, Value: { 'Fn::Join': ['', []] } }],
  ['a number and a flag as texts', 'AWS::ECS::Service', { DesiredCount: '2', EnableECSManagedTags: 'true' }],
  ['a text that is a number', 'AWS::SSM::Parameter', { Type: 'String', Value: 5 }],
  ['a dynamic reference where a number is wanted', 'AWS::ECS::Service', { DesiredCount: '{{resolve:ssm:count}}' }],
  ['what has been added since the specification', 'AWS::RDS::DBProxyTargetGroup', { DBProxyName: 'p', TargetGroupName: 'default', Tags: [{ Key: 'a', Value: 'b' }] }],
  ['anything in a policy document', 'AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Anything: true }] } }],
  ['anything in a custom resource', 'Custom::Thing', { Whatever: [{ It: 'is' }] }],
])('%s is taken', (_, type, properties) => {
  expect(problems(type, properties)).toEqual([]);
});

test.each<readonly [string, string, Record<string, unknown>, readonly string[]]>([
  ['an unknown property', 'AWS::SSM::Parameter', { Type: 'String', Value: 'x', KeyId: 'k' }, [`${TABLE}: Encountered unsupported property KeyId`]],
  ['a misspelt property', 'AWS::Logs::LogGroup', { RetentionInDay: 7 }, [`${TABLE}: Encountered unsupported property RetentionInDay`]],
  ['an unknown property deep inside', 'AWS::CodeDeploy::DeploymentGroup', { ApplicationName: 'a', ServiceRoleArn: 'r', AlarmConfiguration: { Enable: true } }, [`${TABLE}/AlarmConfiguration: Encountered unsupported property Enable`]],
  ['an unknown property in a list', 'AWS::EC2::SecurityGroup', { GroupDescription: 'd', SecurityGroupIngress: [{ IpProtocol: 'tcp', Port: 80 }] }, [`${TABLE}/SecurityGroupIngress/0: Encountered unsupported property Port`]],
  ['what is required', 'AWS::SSM::Parameter', { Type: 'String' }, [`${TABLE}: Property Value cannot be empty.`]],
  ['what is required and switched off', 'AWS::SSM::Parameter', { Type: 'String', Value: { Ref: 'AWS::NoValue' } }, [`${TABLE}: Property Value cannot be empty.`]],
  ['what is required in a tag', 'AWS::SNS::Topic', { Tags: [{ Key: 'a' }] }, [`${TABLE}/Tags/0: Property Value cannot be empty.`]],
  ['an object for a text', 'AWS::SSM::Parameter', { Type: 'String', Value: { a: 1, b: 2 } }, [`${TABLE}/Value: Value of property Value must be of type String`]],
  ['a text for a list', 'AWS::SNS::Topic', { Tags: 'a=b' }, [`${TABLE}/Tags: Value of property Tags must be of type List`]],
  ['a list for an object', 'AWS::ECS::Service', { DeploymentController: [] }, [`${TABLE}/DeploymentController: Value of property DeploymentController must be an object`]],
  ['a text for a number', 'AWS::ECS::Service', { DesiredCount: 'two' }, [`${TABLE}/DesiredCount: Value of property DesiredCount must be of type Integer`]],
  ['half a thing', 'AWS::ECS::Service', { DesiredCount: 1.5 }, [`${TABLE}/DesiredCount: Value of property DesiredCount must be of type Integer`]],
  ['a word for a flag', 'AWS::ECS::Service', { EnableECSManagedTags: 'yes' }, [`${TABLE}/EnableECSManagedTags: Value of property EnableECSManagedTags must be of type Boolean`]],
  ['a name that every object has', 'AWS::SNS::Topic', { constructor: 'x' }, [`${TABLE}: Encountered unsupported property constructor`]],
])('%s is told by its place', (_, type, properties, expected) => {
  expect(problems(type, properties)).toEqual(expected);
});

test('a type knows what only a new resource can have, what Ref gives, and how its ARN is made', () => {
  expect(specification('AWS::SSM::Parameter')).toMatchObject({ createOnly: new Set(['Name']), reference: ['Name'], primaryIdentifier: ['Name'] });
  expect(specification('AWS::ECS::Service')).toMatchObject({ reference: ['ServiceArn'], primaryIdentifier: ['ServiceArn', 'Cluster'] });
  expect(specification('AWS::No::Such')).toBeUndefined();
});
