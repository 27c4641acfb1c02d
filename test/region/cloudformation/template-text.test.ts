import { readTemplateText } from '../../../lib/region/cloudformation/template-text';

test('the short forms of YAML are the functions that they stand for', () => {
  const text = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Big: !Equals [!Ref Size, big]
Resources:
  A:
    Type: Test::Thing
    Condition: Big
    Properties:
      Value: !Sub "\${AWS::Region}-a"
      Fixed: !GetAtt B.Endpoint.Address
      Name: !GetAtt [B, Arn]
      Needs: !If [Big, !Join ["-", [a, !Ref B]], !Ref AWS::NoValue]
      Zone: !Select
        - 0
        - !GetAZs ""
`;
  expect(readTemplateText(text)).toEqual({
    AWSTemplateFormatVersion: '2010-09-09', Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } },
    Resources: {
      A: {
        Type: 'Test::Thing', Condition: 'Big', Properties: {
          Value: { 'Fn::Sub': '${AWS::Region}-a' }, Fixed: { 'Fn::GetAtt': ['B', 'Endpoint.Address'] }, Name: { 'Fn::GetAtt': ['B', 'Arn'] },
          Needs: { 'Fn::If': ['Big', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, { Ref: 'AWS::NoValue' }] }, Zone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
        },
      },
    },
  });
});

test.each([['{"Resources": ', 'Template format error: JSON not well-formed.'], ['a: [1', 'Template format error: YAML not well-formed.'], ['- a', 'Template format error: unsupported structure.'], ['', 'Template format error: unsupported structure.']])(
  '%p is refused', (text, message) => {
    expect(() => readTemplateText(text)).toThrow(message);
  });
