import fc from 'fast-check';
import { evaluate, type Scope } from '../../../lib/region/cloudformation/intrinsic';

const known: Readonly<Record<string, unknown>> = { Name: 'shop', Zones: ['a', 'b'], Count: '3', 'AWS::Region': 'ap-northeast-2', Bucket: 'bucket-1' };
const scope: Scope = {
  ref: (name) => known[name],
  attribute: (logicalId, name) => `${logicalId}.${name}!`,
  mapping: (map, top, second) => `${map}/${top}/${second}`,
  exported: (name) => `exported ${name}`,
  zones: (region) => [`${region}a`, `${region}b`],
};
const value = (expression: unknown): unknown => evaluate(expression, scope);

const cases: readonly (readonly [string, unknown, unknown])[] = [
  ['a literal stands for itself', { a: 1, b: [true, null, 'x'] }, { a: 1, b: [true, null, 'x'] }],
  ['Ref gives a name\'s value', { Ref: 'Name' }, 'shop'],
  ['Ref gives a list', { Ref: 'Zones' }, ['a', 'b']],
  ['an object with more keys than Ref is no function', { Ref: 'Name', Other: 1 }, { Ref: 'Name', Other: 1 }],
  ['Condition is a key like any other where a value stands', { Condition: { StringEquals: { a: { Ref: 'Name' } } } }, { Condition: { StringEquals: { a: 'shop' } } }],
  ['NoValue leaves a property out', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['NoValue leaves an item out', [{ Ref: 'AWS::NoValue' }, 1], [1]],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Bucket.Arn!'],
  ['GetAtt as a text, with dots in the attribute', { 'Fn::GetAtt': 'Database.Endpoint.Address' }, 'Database.Endpoint.Address!'],
  ['GetAtt whose attribute is an expression', { 'Fn::GetAtt': ['Bucket', { Ref: 'Name' }] }, 'Bucket.shop!'],
  ['Sub by reference', { 'Fn::Sub': '${Name}-${AWS::Region}' }, 'shop-ap-northeast-2'],
  ['Sub by attribute', { 'Fn::Sub': 'x ${Bucket.Arn} y' }, 'x Bucket.Arn! y'],
  ['Sub with names of its own', { 'Fn::Sub': ['${Name} ${own} ${dotted.name}', { own: { Ref: 'Count' }, 'dotted.name': 1 }] }, 'shop 3 1'],
  ['Sub leaves what is escaped', { 'Fn::Sub': '${!Literal} $5 ${Name}' }, '${Literal} $5 shop'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 7, true]] }, 'a-shop-7-true'],
  ['Join of a list that a function gives', { 'Fn::Join': ['', { Ref: 'Zones' }] }, 'ab'],
  ['Join leaves NoValue out', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a,b'],
  ['Split', { 'Fn::Split': ['|', 'a|b||c'] }, ['a', 'b', '', 'c']],
  ['Select by number', { 'Fn::Select': [1, ['x', 'y']] }, 'y'],
  ['Select by a text that is a number', { 'Fn::Select': ['0', { Ref: 'Zones' }] }, 'a'],
  ['Select by an expression', { 'Fn::Select': [{ 'Fn::Select': [0, ['1']] }, ['x', 'y']] }, 'y'],
  ['Base64', { 'Fn::Base64': { 'Fn::Sub': 'hi ${Name}' } }, Buffer.from('hi shop').toString('base64')],
  ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  ['Cidr counts with eight bits unless it is told', { 'Fn::Cidr': ['192.168.0.0/24', '1'] }, ['192.168.0.0/24']],
  ['Cidr begins where its block begins', { 'Fn::Cidr': ['10.1.2.3/16', 2, '4'] }, ['10.1.0.0/28', '10.1.0.16/28']],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'Large'] }, 'Sizes/ap-northeast-2/Large'],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Name}-vpc' } }, 'exported shop-vpc'],
  ['GetAZs of a region', { 'Fn::GetAZs': 'eu-west-1' }, ['eu-west-1a', 'eu-west-1b']],
  ['GetAZs of here', { 'Fn::GetAZs': '' }, ['ap-northeast-2a', 'ap-northeast-2b']],
  ['functions inside each other', { 'Fn::Join': ['/', { 'Fn::Split': [':', { 'Fn::Select': [1, ['x', 'a:b']] }] }] }, 'a/b'],
];
test.each(cases)('%s', (_, expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ['a name that stands for nothing', { Ref: 'Nobody' }, 'Unresolved resource dependencies [Nobody]'],
  ['a Ref that is no text', { Ref: ['Name'] }, 'Unresolved resource dependencies [Name]'],
  ['GetAtt without an attribute', { 'Fn::GetAtt': 'Bucket' }, 'requires two non-empty parameters, the resource name and the resource attribute'],
  ['GetAtt of three', { 'Fn::GetAtt': ['a', 'b', 'c'] }, 'requires two non-empty parameters'],
  ['Join of one', { 'Fn::Join': ['-'] }, 'every Fn::Join object requires two parameters'],
  ['Join of a text', { 'Fn::Join': ['-', 'abc'] }, 'every Fn::Join object requires two parameters'],
  ['Join by a number', { 'Fn::Join': [1, ['a']] }, 'every Fn::Join object requires two parameters'],
  ['Join of an object', { 'Fn::Join': ['-', [{ a: 1 }]] }, 'expected a text, got {"a":1}'],
  ['Split by nothing', { 'Fn::Split': ['', 'abc'] }, 'every Fn::Split object requires two parameters'],
  ['Select beyond the end', { 'Fn::Select': [2, ['a', 'b']] }, 'Fn::Select cannot select nonexistent value at index 2'],
  ['Select by a name', { 'Fn::Select': ['one', ['a']] }, 'an integer index and a list'],
  ['Select of no list', { 'Fn::Select': [0, 'a'] }, 'an integer index and a list'],
  ['Sub of a number', { 'Fn::Sub': [1, {}] }, "don't specify expected arguments"],
  ['Sub of a list of one', { 'Fn::Sub': ['x'] }, "don't specify expected arguments"],
  ['Sub of a name with a space', { 'Fn::Sub': '${a b}' }, 'must contain only alphanumeric characters, underscores, periods, and colons'],
  ['Sub of a list', { 'Fn::Sub': '${Zones}' }, 'expected a text, got ["a","b"]'],
  ['FindInMap of two', { 'Fn::FindInMap': ['a', 'b'] }, 'requires three parameters, the map name, map key and the attribute for return value'],
  ['Cidr of an IPv6 block', { 'Fn::Cidr': ['2001:db8::/56', 1, 64] }, 'takes an IPv4 block here'],
  ['Cidr of too many', { 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }, 'cannot take 2 blocks of 8 bits from 10.0.0.0/24'],
  ['Cidr of none', { 'Fn::Cidr': ['10.0.0.0/24', 0, 8] }, 'a count from 1 to 256'],
  ['Cidr of one argument', { 'Fn::Cidr': ['10.0.0.0/24'] }, 'requires two or three parameters'],
  ['Base64 of a list', { 'Fn::Base64': ['a'] }, 'expected a text'],
];
test.each(refused)('%s is refused', (_, expression, message) => {
  expect(() => value(expression)).toThrow(message);
});

test.each(['Fn::Transform', 'Fn::ForEach', 'Fn::Length', 'Fn::ToJsonString', 'Fn::GetStackOutput', 'Fn::If', 'Fn::Equals', 'Fn::Nonsense'])('%s is refused by its name', (name) => {
  expect(() => value({ [name]: ['x'] })).toThrow(`the region does not know the intrinsic function ${name}`);
});

test('what is joined and split again is what it was', () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z0-9 ]*$/), { minLength: 1 }), (parts) => {
    expect(value({ 'Fn::Split': ['|', { 'Fn::Join': ['|', parts] }] })).toEqual(parts);
  }), { seed: 1 });
});

test('blocks of any size follow each other without a gap, inside theirs', () => {
  fc.assert(fc.property(fc.integer({ min: 8, max: 28 }), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 16 }), (prefix, bits, count) => {
    fc.pre(count * 2 ** bits <= 2 ** (32 - prefix));
    const blocks = value({ 'Fn::Cidr': [`10.0.0.0/${prefix}`, count, bits] }) as readonly string[];
    const starts = blocks.map((block) => block.split('/')[0]?.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) ?? 0);
    expect(starts.map((start) => start - (starts[0] ?? 0))).toEqual(blocks.map((_, index) => index * 2 ** bits));
  }), { seed: 2 });
});
