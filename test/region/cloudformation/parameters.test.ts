import { parameterValues, shownParameters } from '../../../lib/region/cloudformation/parameters';
import { parameterType } from '../../../lib/region/cloudformation/parameter-type';
import type { ParameterDefinition } from '../../../lib/region/cloudformation/template';

const stored: Readonly<Record<string, { readonly type: string; readonly value: string }>> = {
  '/host': { type: 'String', value: 'db.example.com' }, '/hosts': { type: 'StringList', value: 'a, b' }, '/secret': { type: 'SecureString', value: 's' },
};
const valueOf = (definition: ParameterDefinition, given?: string, previous: Readonly<Record<string, string>> = {}): unknown =>
  parameterValues({ Resources: {}, Parameters: { It: definition } }, given === undefined ? {} : { It: given }, previous, (name) => stored[name]).values['It'];

test.each<readonly [string, ParameterDefinition, string | undefined, unknown]>([
  ['what is given', { Type: 'String', Default: 'x' }, 'y', 'y'],
  ['its default', { Type: 'String', Default: 'x' }, undefined, 'x'],
  ['an empty text, if that is given', { Type: 'String', Default: 'x' }, '', ''],
  ['a number as a text', { Type: 'Number', Default: 5 }, undefined, '5'],
  ['a list', { Type: 'CommaDelimitedList' }, 'a, b ,c', ['a', 'b', 'c']],
  ['a list of numbers', { Type: 'List<Number>' }, '1,2', ['1', '2']],
  ['a subnet', { Type: 'AWS::EC2::Subnet::Id' }, 'subnet-1', 'subnet-1'],
  ['a list of subnets', { Type: 'List<AWS::EC2::Subnet::Id>' }, 'subnet-1,subnet-2', ['subnet-1', 'subnet-2']],
  ['the name of a stored parameter', { Type: 'AWS::SSM::Parameter::Name' }, '/host', '/host'],
  ['the value of a stored parameter', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/host' }, undefined, 'db.example.com'],
  ['the items of a stored list', { Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/hosts', ['a', 'b']],
  ['the items of a stored list by its other name', { Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>' }, '/hosts', ['a', 'b']],
  ['a stored id of something in AWS', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' }, '/host', 'db.example.com'],
])('a parameter is %s', (_, definition, given, expected) => {
  expect(valueOf(definition, given)).toEqual(expected);
});

test('a parameter that is not given keeps what it was given before, not its new default', () => {
  expect(valueOf({ Type: 'String', Default: 'new' }, undefined, { It: 'before' })).toBe('before');
  expect(valueOf({ Type: 'String', Default: 'new' }, 'now', { It: 'before' })).toBe('now');
});

test.each<readonly [string, ParameterDefinition, string, string]>([
  ['AllowedValues', { Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'It' must be one of AllowedValues"],
  ['AllowedValues of numbers', { Type: 'Number', AllowedValues: [1, 2] }, '3', "Parameter 'It' must be one of AllowedValues"],
  ['AllowedPattern', { Type: 'String', AllowedPattern: '[a-z]+' }, 'abc1', "Parameter 'It' must match pattern [a-z]+"],
  ['a pattern with alternatives', { Type: 'String', AllowedPattern: 'a|b' }, 'ab', 'must match pattern a|b'],
  ['MinLength', { Type: 'String', MinLength: 3 }, 'ab', "Parameter 'It' must contain at least 3 characters"],
  ['MaxLength', { Type: 'String', MaxLength: '3' }, 'abcd', "Parameter 'It' must contain at most 3 characters"],
  ['MinValue', { Type: 'Number', MinValue: 1 }, '0', "Parameter 'It' must be a number not less than 1"],
  ['MaxValue', { Type: 'Number', MaxValue: 10 }, '10.5', "Parameter 'It' must be a number not greater than 10"],
  ['a number', { Type: 'Number' }, 'five', "Parameter 'It' must be a number"],
  ['a number that is nothing', { Type: 'Number' }, '', "Parameter 'It' must be a number"],
  ['every item of a list', { Type: 'List<Number>', MaxValue: 2 }, '1,3', 'must be a number not greater than 2'],
  ['its own description', { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' }, '1', 'Parameter It failed to satisfy constraint: small letters'],
  ['a stored parameter that is there', { Type: 'AWS::SSM::Parameter::Value<String>' }, '/nothing', 'Unable to fetch parameters [/nothing] from parameter store for this account.'],
  ['a stored parameter that is no secret', { Type: 'AWS::SSM::Parameter::Value<String>' }, '/secret', 'Parameters [/secret] referenced by template have types not supported by CloudFormation.'],
  ['a stored list where a list is wanted', { Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/host', 'is a String in the parameter store, and its type in the template is a list'],
  ['a stored text where one is wanted', { Type: 'AWS::SSM::Parameter::Value<String>' }, '/hosts', 'is a StringList in the parameter store, and its type in the template is a single value'],
  ['the pattern for the name of a stored parameter', { Type: 'AWS::SSM::Parameter::Value<String>', AllowedPattern: '/prod/.*' }, '/host', 'must match pattern'],
])('a parameter has to satisfy %s', (_, definition, given, message) => {
  expect(() => valueOf(definition, given)).toThrow(message);
});

test('what is missing and what is unknown is said by name, all at once', () => {
  const template = { Resources: {}, Parameters: { A: { Type: 'String' }, B: { Type: 'String' }, C: { Type: 'String', Default: 'c' } } };
  expect(() => parameterValues(template, {}, {}, () => undefined)).toThrow('Parameters: [A, B] must have values');
  expect(() => parameterValues(template, { A: 'a', B: 'b', D: 'd', E: 'e' }, {}, () => undefined)).toThrow('Parameters: [D, E] do not exist in the template');
});

test.each(['Text', 'List<String>', 'List<CommaDelimitedList>', 'AWS::EC2::Nothing::Id', 'AWS::SSM::Parameter::Value<Number>', 'AWS::SSM::Parameter::Value<AWS::SSM::Parameter::Name>', 'List<AWS::EC2::KeyPair::KeyName>', 'List<AWS::SSM::Parameter::Name>', ''])('the type %p is refused', (type) => {
  expect(() => parameterType(type)).toThrow(`Template format error: Unrecognized parameter type: ${type}`);
});

test('a parameter that may not be seen is shown as stars', () => {
  const template = { Resources: {}, Parameters: { A: { Type: 'String', NoEcho: true }, B: { Type: 'String', NoEcho: 'true' }, C: { Type: 'String', NoEcho: false } } };
  expect(shownParameters(template, { A: 'a', B: 'b', C: 'c' })).toEqual({ A: '****', B: '****', C: 'c' });
});
