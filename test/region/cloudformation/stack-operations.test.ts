import { seconds } from '../../../lib/core/units';
import { serveStacks, thing, things, type ServedStacks } from './served';

let served: ServedStacks;
beforeEach(async () => { served = await serveStacks({ 'assets/shop.json': things({ A: thing({ Value: 'from S3' }) }) }); });
afterEach(() => served[Symbol.asyncDispose]());

const ask = (action: string, fields: Readonly<Record<string, string>> = {}) => served.ask(action, { StackName: 'Shop', ...fields });
const deployed = async (template: string): Promise<void> => {
  await ask('CreateStack', { TemplateBody: template });
  expect(await served.settled('Shop')).toBe('CREATE_COMPLETE');
};
const one = things({ A: thing({ Value: '1' }), B: thing({ Value: '1' }, { DependsOn: 'A' }) });
const two = things({ A: thing({ Value: '2' }), B: thing({ Value: '2' }, { DependsOn: 'A' }) });

test('a stack is told with its parameters, outputs, tags and times, and by its id also when it is gone', async () => {
  const template = things({ A: thing({ Value: { Ref: 'Size' } }) }, { Parameters: { Size: { Type: 'String', NoEcho: true } }, Outputs: { Id: { Value: { Ref: 'A' }, Export: { Name: 'shop-id' }, Description: 'who' } }, Description: 'a shop' });
  const made = await ask('CreateStack', { TemplateBody: template, 'Parameters.member.1.ParameterKey': 'Size', 'Parameters.member.1.ParameterValue': 'secret', 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'till' });
  expect(await served.settled('Shop')).toBe('CREATE_COMPLETE');
  const { text } = await ask('DescribeStacks');
  for (const part of ['<Description>a shop</Description>', '<ParameterValue>****</ParameterValue>', '<OutputValue>A-1</OutputValue><Description>who</Description><ExportName>shop-id</ExportName>', '<Key>team</Key><Value>till</Value>']) expect(text).toContain(part);
  expect((await served.ask('ListExports')).all('Name')).toEqual(['shop-id']);
  expect((await ask('GetTemplate')).first('TemplateBody')).toBe(template);
  expect((await ask('ListStackResources')).all('PhysicalResourceId')).toEqual(['A-1']);
  await ask('DeleteStack');
  expect((await served.ask('DescribeStacks', { StackName: made.first('StackId') ?? '' })).first('StackStatus')).toBe('DELETE_COMPLETE');
  expect((await ask('DescribeStacks')).first('Message')).toBe('Stack with id Shop does not exist');
});

test.each(['https://s3.ap-northeast-2.amazonaws.com/assets/shop.json', 'https://assets.s3.ap-northeast-2.amazonaws.com/shop.json', 'http://127.0.0.1:4566/assets/shop.json'])('a template is read from %s', async (url) => {
  await ask('CreateStack', { TemplateURL: url });
  expect(await served.settled('Shop')).toBe('CREATE_COMPLETE');
  expect([...served.world.things.values()][0]?.properties).toEqual({ Value: 'from S3' });
});

test('a template that is nowhere in S3 is told', async () => {
  expect((await ask('CreateStack', { TemplateURL: 'https://assets.s3.ap-northeast-2.amazonaws.com/gone.json' })).first('Message')).toContain('S3 error: The specified key does not exist.');
  expect((await ask('CreateStack', { TemplateURL: 'https://example.com/shop.json' })).first('Message')).toBe('TemplateURL must be a supported URL.');
});

test('events are told newest first, in pages, each later than the one before', async () => {
  await deployed(things(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`T${at}`, thing({})]))));
  const first = await ask('DescribeStackEvents');
  const second = await ask('DescribeStackEvents', { NextToken: first.first('NextToken') ?? '' });
  expect([first.all('EventId').length, second.all('EventId').length, second.first('NextToken')]).toEqual([100, 22, undefined]);
  const times = [...first.all('Timestamp'), ...second.all('Timestamp')];
  expect([new Set(times).size, [...times].sort().reverse()]).toEqual([122, times]);
  expect([first.all('ResourceStatus')[0], second.all('ResourceStatus').at(-1)]).toEqual(['CREATE_COMPLETE', 'CREATE_IN_PROGRESS']);
});

test('with rollback disabled a failure stays as it is: a corrected template goes on from there', async () => {
  served.world.failing.add('create B');
  await ask('CreateStack', { TemplateBody: one, DisableRollback: 'true' });
  expect(await served.settled('Shop')).toBe('CREATE_FAILED');
  expect((await ask('UpdateStack', { TemplateBody: two })).first('Message')).toMatch(/is in CREATE_FAILED state and can not be updated\.$/);
  served.world.failing.clear();
  await ask('UpdateStack', { TemplateBody: two, DisableRollback: 'true' });
  expect(await served.settled('Shop')).toBe('UPDATE_COMPLETE');
  expect([...served.world.things.keys()]).toEqual(['A-1', 'B-2']);
});

test('a stack that was never complete is rolled back to nothing', async () => {
  served.world.failing.add('create B');
  await ask('CreateStack', { TemplateBody: one, DisableRollback: 'true' });
  await served.settled('Shop');
  await ask('RollbackStack');
  expect([await served.settled('Shop'), served.world.things.size]).toEqual(['ROLLBACK_COMPLETE', 0]);
});

test('two failed updates that were left are rolled back to what was there before the first', async () => {
  await deployed(one);
  served.world.failing.add('update B');
  await ask('UpdateStack', { TemplateBody: two, DisableRollback: 'true' });
  expect(await served.settled('Shop')).toBe('UPDATE_FAILED');
  await ask('UpdateStack', { TemplateBody: things({ A: thing({ Value: '3' }), B: thing({ Value: '3' }, { DependsOn: 'A' }), C: thing({}) }), DisableRollback: 'true' });
  expect(await served.settled('Shop')).toBe('UPDATE_FAILED');
  served.world.failing.clear();
  await ask('RollbackStack');
  expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect([...served.world.things]).toEqual([['A-1', { logicalId: 'A', properties: { Value: '1' } }], ['B-2', { logicalId: 'B', properties: { Value: '1' } }]]);
});

test('nothing is replaced while rollback is disabled', async () => {
  await deployed(things({ A: thing({ Fixed: '1' }) }));
  await ask('UpdateStack', { TemplateBody: things({ A: thing({ Fixed: '2' }) }), DisableRollback: 'true' });
  expect(await served.settled('Shop')).toBe('UPDATE_FAILED');
  expect((await ask('DescribeStackEvents')).text).toContain('Replacement type updates not supported on stack with disable-rollback.');
});

describe('a rollback that failed', () => {
  beforeEach(async () => {
    await deployed(one);
    served.world.failing.add('update B').add('update A');
    served.world.failing.delete('update A');
    const release = served.world.hold('update B');
    await ask('UpdateStack', { TemplateBody: two });
    await served.world.clock.pass(seconds(0));
    served.world.failing.add('update A');
    release();
    expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_FAILED');
  });

  test('goes on once what was wrong is right again', async () => {
    served.world.failing.clear();
    await ask('ContinueUpdateRollback');
    expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...served.world.things.values()].map(({ properties }) => properties)).toEqual([{ Value: '1' }, { Value: '1' }]);
  });

  test('goes on without a resource that is to be skipped', async () => {
    served.world.failing.delete('update B');
    await ask('ContinueUpdateRollback', { 'ResourcesToSkip.member.1': 'A' });
    expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await ask('DescribeStackEvents')).all('ResourceStatusReason')).toContain('Resource skipped during UpdateRollback');
  });

  test('skips only what failed', async () => {
    expect((await ask('ContinueUpdateRollback', { 'ResourcesToSkip.member.1': 'C' })).first('Message')).toContain('[C]');
  });

  test('ends with the stack when that is deleted', async () => {
    await ask('DeleteStack');
    await expect(served.settled('Shop')).resolves.toBe('');
    expect(served.world.things.size).toBe(0);
  });
});

test('an update that is cancelled goes back', async () => {
  await deployed(one);
  const release = served.world.hold('update A');
  await ask('UpdateStack', { TemplateBody: two });
  expect((await ask('CancelUpdateStack')).status).toBe(200);
  release();
  expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(served.world.calls).not.toContain('update B');
  expect((await ask('CancelUpdateStack')).first('Message')).toBe('CancelUpdateStack cannot be called from current stack status');
});

test('a stack can be deleted while it is made', async () => {
  const release = served.world.hold('create A');
  await ask('CreateStack', { TemplateBody: one });
  await ask('DeleteStack');
  release();
  await expect(served.settled('Shop')).resolves.toBe('');
  expect([served.world.things.size, served.world.calls]).toEqual([0, ['create A', 'delete A-1']]);
});

test('what could not be deleted can be left behind', async () => {
  await deployed(one);
  served.world.failing.add('delete B-2');
  expect((await ask('DeleteStack', { 'RetainResources.member.1': 'B' })).first('Message')).toContain('must be in the DELETE_FAILED state');
  await ask('DeleteStack');
  expect(await served.settled('Shop')).toBe('DELETE_FAILED');
  await ask('DeleteStack', { 'RetainResources.member.1': 'B' });
  await expect(served.settled('Shop')).resolves.toBe('');
  expect([...served.world.things.keys()]).toEqual(['B-2']);
});

test('a protected stack is not deleted until it is protected no more', async () => {
  await deployed(one);
  await ask('UpdateTerminationProtection', { EnableTerminationProtection: 'true' });
  expect((await ask('DeleteStack')).first('Message')).toBe('Stack [Shop] cannot be deleted while TerminationProtection is enabled');
  await ask('UpdateTerminationProtection', { EnableTerminationProtection: 'false' });
  expect((await ask('DeleteStack')).status).toBe(200);
});

test('an update that the stack policy forbids goes back and says which statement it was, unless another policy holds for it', async () => {
  await deployed(one);
  const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' };
  await ask('SetStackPolicy', { StackPolicyBody: JSON.stringify({ Statement: [allow, { ...allow, Effect: 'Deny', Resource: 'LogicalResourceId/B' }] }) });
  await ask('UpdateStack', { TemplateBody: two });
  expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect((await ask('DescribeStackEvents')).all('ResourceStatusReason')).toContain('Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for resource [B]');
  await ask('UpdateStack', { TemplateBody: two, StackPolicyDuringUpdateBody: JSON.stringify({ Statement: [allow] }) });
  expect(await served.settled('Shop')).toBe('UPDATE_COMPLETE');
  await ask('UpdateStack', { TemplateBody: things({ A: thing({ Value: '2' }) }) });
  expect(await served.settled('Shop')).toBe('UPDATE_ROLLBACK_COMPLETE');
});
