import { same } from '../../../lib/core/template/canonical';
import { differences } from '../../../lib/core/review/differences';

describe('to AWS it is the same', () => {
  test.each([
    ['keys in another order', { A: 1, B: { C: 2, D: 3 } }, { B: { D: 3, C: 2 }, A: 1 }],
    ['a list in another order', { Alarms: [{ Name: 'a' }, { Name: 'b' }] }, { Alarms: [{ Name: 'b' }, { Name: 'a' }] }],
    ['statements and actions in another order', { Statement: [{ Action: ['a:B', 'a:C'] }, { Action: 'd:E' }] }, { Statement: [{ Action: 'd:E' }, { Action: ['a:C', 'a:B'] }] }],
    ['white space in JSON', { DefinitionString: '{"StartAt":"Look","States":{}}' }, { DefinitionString: '{\n  "StartAt": "Look",\n  "States": {}\n}' }],
    ['a text and its parts', { Name: { 'Fn::Join': ['', ['a', 'b', { Ref: 'C' }]] } }, { Name: { 'Fn::Join': ['', ['ab', { Ref: 'C' }]] } }],
    ['a truth value as text', { Enabled: true, Port: 80 }, { Enabled: 'true', Port: '80' }],
  ])('%s', (_, one, other) => {
    expect(same(one, other)).toBe(true);
    expect(differences(one, other)).toEqual([]);
  });
});

describe('it is different', () => {
  test.each([
    ['the order of the words of a command', { Command: ['node', 'main.js'] }, { Command: ['main.js', 'node'] }],
    ['an item that is there twice', { Ports: [1, 1, 2] }, { Ports: [1, 2, 2] }],
    ['a value that is gone', { A: 1 }, {}],
    ['text that has white space, and is no JSON', { Text: 'a b' }, { Text: 'a  b' }],
    ['a reference to something else', { Name: { Ref: 'A' } }, { Name: { Ref: 'B' } }],
  ])('%s', (_, one, other) => {
    expect(same(one, other)).toBe(false);
    expect(differences(one, other).length).toBeGreaterThan(0);
  });
});

test('a place is named by what somebody would look for', () => {
  expect(differences(
    { Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }, { Key: 'idle', Value: '60' }], Definition: '{"States":{"Wait":{"Seconds":15}}}' },
    { Attributes: [{ Key: 'idle', Value: '60' }, { Key: 'deletion_protection.enabled', Value: 'false' }], Definition: '{"States":{"Wait":{"Seconds":16}}}' },
  )).toEqual([
    { path: 'Attributes[deletion_protection.enabled].Value', before: 'true', after: 'false' },
    { path: 'Definition.States.Wait.Seconds', before: 15, after: 16 },
  ]);
});

test('an item of a list that became another is told by what is different about it', () => {
  expect(differences({ Rules: [{ CidrIp: '10.0.0.0/8', FromPort: 80 }, { CidrIp: '10.0.0.0/8', FromPort: 443 }] }, { Rules: [{ CidrIp: '10.0.0.0/8', FromPort: 443 }, { CidrIp: '0.0.0.0/0', FromPort: 80 }] }))
    .toEqual([{ path: 'Rules[].CidrIp', before: '10.0.0.0/8', after: '0.0.0.0/0' }]);
});

test('items that came and went are told one by one', () => {
  expect(differences({ Alarms: [{ Name: { Ref: 'A' } }, { Name: { Ref: 'B' } }] }, { Alarms: [{ Name: { Ref: 'B' } }] })).toEqual([{ path: 'Alarms[${A}]', before: { Name: '${A}' }, after: undefined }]);
  expect(differences({ Zones: ['a'] }, { Zones: ['b', 'c'] })).toEqual([
    { path: 'Zones[]', before: 'a', after: undefined }, { path: 'Zones[]', before: undefined, after: 'b' }, { path: 'Zones[]', before: undefined, after: 'c' },
  ]);
});
