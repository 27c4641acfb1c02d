import { serveStacks, thing, things, type ServedStacks } from './served';

let served: ServedStacks;
beforeEach(async () => { served = await serveStacks(); });
afterEach(() => served[Symbol.asyncDispose]());

const deployed = async (template: string, fields: Readonly<Record<string, string>> = {}): Promise<void> => {
  await served.ask('CreateStack', { StackName: 'Shop', TemplateBody: template, ...fields });
  expect(await served.settled('Shop')).toBe('CREATE_COMPLETE');
};
const change = async (template: string, fields: Readonly<Record<string, string>> = {}) => {
  const made = await served.ask('CreateChangeSet', { StackName: 'Shop', ChangeSetName: 'next', TemplateBody: template, ...fields });
  expect(made.first('Id')).toMatch(/^arn:aws:cloudformation:.*:changeSet\/next\//);
  return served.ask('DescribeChangeSet', { StackName: 'Shop', ChangeSetName: 'next', IncludePropertyValues: 'true' });
};
/** The elements of each change, in the order of logical ids. */
const told = (text: string, element: string): readonly string[] =>
  text.split('<member><Type>Resource</Type>').slice(1).map((part) => new RegExp(`<${element}>([^<]*)</${element}>`).exec(part)?.[1] ?? '-');

test('a change set tells what is made, changed, replaced and removed', async () => {
  await deployed(things({ A: thing({ Value: '1' }), B: thing({ Fixed: '1' }), C: thing({ Maybe: '1' }), D: thing({ Value: '1' }), E: thing({}, { DeletionPolicy: 'Retain' }) }));
  const { text } = await change(things({ A: thing({ Value: '2' }), B: thing({ Fixed: '2' }, { UpdateReplacePolicy: 'Retain' }), C: thing({ Maybe: '2' }), D: thing({ Value: '1' }), F: thing({}) }));
  expect(told(text, 'LogicalResourceId')).toEqual(['A', 'B', 'C', 'E', 'F']);
  expect(told(text, 'Action')).toEqual(['Modify', 'Modify', 'Modify', 'Remove', 'Add']);
  expect(told(text, 'Replacement')).toEqual(['False', 'True', 'Conditional', '-', '-']);
  expect(told(text, 'PolicyAction')).toEqual(['-', 'ReplaceAndRetain', '-', 'Retain', '-']);
  expect(told(text, 'RequiresRecreation')).toEqual(['Never', 'Always', 'Conditionally', '-', '-']);
  expect([told(text, 'BeforeValue')[0], told(text, 'AfterValue')[0]]).toEqual(['1', '2']);
  expect(served.world.calls).toHaveLength(5);
});

test('what refers to something that is replaced, or to an attribute of something that is changed, may change', async () => {
  const template = (value: string, fixed: string): string => things({
    A: thing({ Value: value }), B: thing({ Fixed: fixed }), Name: thing({ Fixed: { Ref: 'A' } }), Attribute: thing({ Fixed: { 'Fn::GetAtt': ['A', 'Arn'] } }), Replaced: thing({ Value: { Ref: 'B' } }),
  });
  await deployed(template('1', '1'));
  const { text } = await change(template('2', '2'));
  expect(told(text, 'LogicalResourceId')).toEqual(['A', 'Attribute', 'B', 'Replaced']);
  expect(told(text, 'Replacement')).toEqual(['False', 'Conditional', 'True', 'False']);
  expect(told(text, 'Evaluation')).toEqual(['Static', 'Dynamic', 'Static', 'Dynamic']);
  expect(told(text, 'ChangeSource')).toEqual(['DirectModification', 'ResourceAttribute', 'DirectModification', 'ResourceReference']);
  expect(told(text, 'CausingEntity')).toEqual(['-', 'A.Arn', '-', 'B']);
});

test('another value of a parameter is a change of what refers to it', async () => {
  const template = things({ A: thing({ Value: { Ref: 'Size' } }) }, { Parameters: { Size: { Type: 'String' } } });
  await deployed(template, { 'Parameters.member.1.ParameterKey': 'Size', 'Parameters.member.1.ParameterValue': 'small' });
  const { text } = await change(template, { 'Parameters.member.1.ParameterKey': 'Size', 'Parameters.member.1.ParameterValue': 'big' });
  expect([told(text, 'ChangeSource'), told(text, 'CausingEntity'), told(text, 'AfterValue')]).toEqual([['ParameterReference'], ['Size'], ['big']]);
});

test('a change set without changes fails and says so, and nothing can be executed', async () => {
  await deployed(things({ A: thing({ Value: '1' }) }));
  const described = await change(things({ A: thing({ Value: '1' }) }));
  expect([described.first('Status'), described.first('ExecutionStatus'), described.first('StatusReason')])
    .toEqual(['FAILED', 'UNAVAILABLE', "The submitted information didn't contain changes. Submit different information to create a change set."]);
  expect(await served.ask('ExecuteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' })).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidChangeSetStatus</Code>') });
  expect((await served.ask('UpdateStack', { StackName: 'Shop', TemplateBody: things({ A: thing({ Value: '1' }) }) })).first('Message')).toBe('No updates are to be performed.');
});

test('a stack that only has a change set is under review, until that is executed', async () => {
  await change(things({ A: thing({}) }), { ChangeSetType: 'CREATE' });
  expect(await served.settled('Shop')).toBe('REVIEW_IN_PROGRESS');
  expect(served.world.calls).toEqual([]);
  await served.ask('ExecuteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' });
  expect(await served.settled('Shop')).toBe('CREATE_COMPLETE');
  expect((await served.ask('ListChangeSets', { StackName: 'Shop' })).all('ChangeSetName')).toEqual([]);
});

test('a change set that another one has overtaken is executed no more', async () => {
  await deployed(things({ A: thing({ Value: '1' }) }));
  await change(things({ A: thing({ Value: '2' }) }));
  await served.ask('UpdateStack', { StackName: 'Shop', TemplateBody: things({ A: thing({ Value: '3' }) }) });
  await served.settled('Shop');
  expect((await served.ask('DescribeChangeSet', { StackName: 'Shop', ChangeSetName: 'next' })).first('ExecutionStatus')).toBe('OBSOLETE');
  expect((await served.ask('ExecuteChangeSet', { StackName: 'Shop', ChangeSetName: 'next' })).first('Code')).toBe('InvalidChangeSetStatus');
});

test.each([
  ['a type that nobody has', JSON.stringify({ Resources: { A: { Type: 'Shop::Till::Drawer' } } }), 'Template format error: Unrecognized resource types: [Shop::Till::Drawer]'],
  ['a property that nobody has', things({ A: thing({ Colour: 'red' }) }), '/Resources/A/Properties: Encountered unsupported property Colour'],
  ['a text that is no template', 'just words', 'Template format error: unsupported structure.'],
])('%s makes no change set and no stack', async (_, template, message) => {
  expect((await served.ask('CreateChangeSet', { StackName: 'Shop', ChangeSetName: 'next', ChangeSetType: 'CREATE', TemplateBody: template })).first('Message')).toBe(message);
  expect((await served.ask('DescribeStacks', { StackName: 'Shop' })).first('Message')).toBe('Stack with id Shop does not exist');
});

test('a field that would have to be ignored is refused by name', async () => {
  const refused = await served.ask('CreateChangeSet', { StackName: 'Shop', ChangeSetName: 'next', ChangeSetType: 'CREATE', TemplateBody: things({ A: thing({}) }), 'RollbackConfiguration.RollbackTriggers.member.1.Arn': 'arn', 'ResourcesToImport.member.1.ResourceType': 'x' });
  expect(refused.first('Message')).toBe('the region does not serve CreateChangeSet.ResourcesToImport');
});
