import { dice } from '../../../lib/core/chance';
import { minutes, seconds } from '../../../lib/core/units';
import { customResource } from '../../../lib/region/cloudformation/custom-resource';
import type { CloudFormation } from '../../../lib/region/cloudformation/engine';
import { failuresOf, type Stack } from '../../../lib/region/cloudformation/stack';
import type { Template } from '../../../lib/region/cloudformation/template';
import { answerBox } from '../../../lib/region/endpoint/answers';
import { identifiers } from '../../../lib/region/identifiers';
import { openCloudFormation, place, resources, told, World } from './world';

const TOKEN = 'arn:aws:lambda:ap-northeast-2:111111111111:function:maker';

interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly ResponseURL: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** A function that makes custom resources, played by the test. */
class Maker {
  readonly world = new World();
  readonly requests: Request[] = [];
  readonly cloudformation: CloudFormation;
  /** What it does with a request; left out, it says that it has made `thing`. */
  behave: (request: Request) => void = (request) => void this.answer(request, { Status: 'SUCCESS', PhysicalResourceId: 'thing' });
  private readonly ids = identifiers(dice(7));
  private readonly box = answerBox(this.ids, () => 'http://127.0.0.1:1');

  constructor() {
    const invoke = (token: string, event: unknown): void => {
      if (token !== TOKEN) throw new Error(`Function not found: ${token}`);
      this.requests.push(event as Request);
      this.behave(event as Request);
    };
    const custom = customResource({ clock: this.world.clock, ids: this.ids, answers: this.box, invoke });
    this.cloudformation = openCloudFormation(this.world, { provider: (type) => (type.startsWith('Custom::') ? custom : this.world.provider) });
  }

  /** Sends an answer to where the request says, with what an answer has to repeat; answers the status that S3 gives. */
  async answer({ StackId, RequestId, LogicalResourceId, ResponseURL }: Request, said: Readonly<Record<string, unknown>> | string): Promise<number> {
    const body = typeof said === 'string' ? said : JSON.stringify({ StackId, RequestId, LogicalResourceId, ...said });
    const path = ResponseURL.slice('http://127.0.0.1:1'.length + this.box.prefix.length);
    return (await this.box.answer({ method: 'PUT', path, body, headers: {} }))?.status ?? 404;
  }

  async deploy(template: Template): Promise<Stack> {
    return this.world.clock.until(this.cloudformation.deploy(place, 'Shop', template));
  }

  kinds(): readonly string[] {
    return this.requests.map(({ RequestType, PhysicalResourceId }) => `${RequestType}${PhysicalResourceId === undefined ? '' : ` ${PhysicalResourceId}`}`);
  }
}

const custom = (properties: Readonly<Record<string, unknown>> = {}): Template => resources({ It: { Type: 'Custom::Thing', Properties: { ServiceToken: TOKEN, ...properties } } });
const said = (about: Readonly<Record<string, unknown>>, maker: Maker) => (request: Request): void => void maker.answer(request, about);

test('the function is told what is wanted, every leaf as a text, and what it gives can be asked for', async () => {
  const maker = new Maker();
  maker.behave = said({ Status: 'SUCCESS', PhysicalResourceId: 'thing', Data: { Url: 'https://example.com', 'a.b': 5 } }, maker);
  const stack = await maker.deploy({ ...custom({ Count: 2, On: true, List: [1, { a: false }], Text: 'x' }), Outputs: { Url: { Value: { 'Fn::GetAtt': ['It', 'Url'] } }, Dotted: { Value: { 'Fn::GetAtt': ['It', 'a.b'] } }, Id: { Value: { Ref: 'It' } } } });
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect([...stack.outputs.values()].map(({ value }) => value)).toEqual(['https://example.com', '5', 'thing']);
  expect(maker.requests).toEqual([expect.objectContaining({
    RequestType: 'Create', ResourceType: 'Custom::Thing', LogicalResourceId: 'It', StackId: stack.id, ServiceToken: TOKEN,
    ResourceProperties: { ServiceToken: TOKEN, Count: '2', On: 'true', List: ['1', { a: 'false' }], Text: 'x' },
  })]);
});

test('an update brings the old properties along, and the same id is the same resource', async () => {
  const maker = new Maker();
  await maker.deploy(custom({ Size: 1 }));
  const stack = await maker.deploy(custom({ Size: 2 }));
  expect(maker.kinds()).toEqual(['Create', 'Update thing']);
  expect(maker.requests[1]).toMatchObject({ ResourceProperties: { Size: '2' }, OldResourceProperties: { Size: '1' } });
  expect(stack.status).toBe('UPDATE_COMPLETE');
});

test('an update that answers with another id has replaced the resource: the old one is deleted in the cleanup', async () => {
  const maker = new Maker();
  await maker.deploy(custom({ Size: 1 }));
  const behave = maker.behave;
  maker.behave = (request) => (request.RequestType === 'Update' ? said({ Status: 'SUCCESS', PhysicalResourceId: 'other' }, maker)(request) : behave(request));
  const stack = await maker.deploy(custom({ Size: 2 }));
  expect(maker.kinds()).toEqual(['Create', 'Update thing', 'Delete thing']);
  expect(told(stack).slice(-4)).toEqual(['Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'It DELETE_IN_PROGRESS', 'It DELETE_COMPLETE', 'Shop UPDATE_COMPLETE']);
  expect(stack.resources.get('It')?.physicalId).toBe('other');
});

test('a replacement that is rolled back is deleted, and the old resource is not asked again', async () => {
  const maker = new Maker();
  const stack1 = await maker.deploy(custom({ Size: 1 }));
  maker.behave = (request) => said({ Status: 'SUCCESS', PhysicalResourceId: request.RequestType === 'Update' ? 'other' : 'thing' }, maker)(request);
  maker.world.failing.add('create New');
  const stack = await maker.deploy(resources({ ...custom({ Size: 2 }).Resources, New: { DependsOn: 'It' } }));
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(maker.kinds()).toEqual(['Create', 'Update thing', 'Delete other']);
  expect(stack1.resources.get('It')).toMatchObject({ physicalId: 'thing', properties: { Size: 1 } });
});

test('an update that is rolled back is sent again with the old properties', async () => {
  const maker = new Maker();
  await maker.deploy(custom({ Size: 1 }));
  maker.world.failing.add('create New');
  const stack = await maker.deploy(resources({ ...custom({ Size: 2 }).Resources, New: { DependsOn: 'It' } }));
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(maker.requests.at(-1)).toMatchObject({ RequestType: 'Update', ResourceProperties: { Size: '1' }, OldResourceProperties: { Size: '2' } });
});

test('a failed update goes back with another Update, and what it gives then counts', async () => {
  const maker = new Maker();
  await maker.deploy(custom({ Size: 1 }));
  maker.behave = (request) => (request.ResourceProperties['Size'] === '2'
    ? said({ Status: 'FAILED', Reason: 'too large', PhysicalResourceId: 'thing' }, maker) : said({ Status: 'SUCCESS', PhysicalResourceId: 'thing', Data: { Back: 'yes' } }, maker))(request);
  const stack = await maker.deploy(custom({ Size: 2 }));
  expect(maker.kinds()).toEqual(['Create', 'Update thing', 'Update thing']);
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(failuresOf(stack)).toEqual([expect.stringMatching(/^It: Received response status \[FAILED\] from custom resource\. Message returned: too large \(RequestId: [-0-9a-f]{36}\)$/)]);
  expect(stack.resources.get('It')?.attributes).toEqual({ Back: 'yes' });
});

test('a failed update that names another id has failed as a replacement: that one is deleted', async () => {
  const maker = new Maker();
  await maker.deploy(custom({ Size: 1 }));
  maker.behave = (request) => (request.RequestType === 'Update' ? said({ Status: 'FAILED', PhysicalResourceId: 'half' }, maker) : said({ Status: 'SUCCESS', PhysicalResourceId: 'half' }, maker))(request);
  const stack = await maker.deploy(custom({ Size: 2 }));
  expect(maker.kinds()).toEqual(['Create', 'Update thing', 'Delete half']);
  expect(stack.resources.get('It')?.physicalId).toBe('thing');
});

test('a failed creation is deleted under the id that it answered', async () => {
  const maker = new Maker();
  maker.behave = (request) => (request.RequestType === 'Create' ? said({ Status: 'FAILED', Reason: 'no', PhysicalResourceId: 'half' }, maker) : said({ Status: 'SUCCESS', PhysicalResourceId: 'half' }, maker))(request);
  const stack = await maker.deploy(custom());
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(maker.kinds()).toEqual(['Create', 'Delete half']);
});

test.each<readonly [string, number | string | undefined, number]>([['an hour', undefined, 3600], ['ten seconds, when that is the limit', 10, 10], ['the limit as a text', '90', 90]])('silence fails after %s, and the resource is deleted under a name that was made up', async (_, limit, expected) => {
  const maker = new Maker();
  maker.behave = (request) => { if (request.RequestType === 'Delete') said({ Status: 'SUCCESS', PhysicalResourceId: 'any' }, maker)(request); };
  const start = maker.world.clock.now();
  const stack = await maker.deploy(custom(limit === undefined ? {} : { ServiceTimeout: limit }));
  expect(maker.world.clock.now() - start).toBe(expected * 1_000);
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(failuresOf(stack)[0]).toMatch(/^It: CloudFormation did not receive a response from your Custom Resource\. Please check your logs for requestId \[[-0-9a-f]{36}\]\./);
  expect(maker.kinds()).toEqual(['Create', expect.stringMatching(/^Delete Shop-It-[A-Z0-9]{12}$/)]);
});

test('an answer in time ends the wait at once', async () => {
  const maker = new Maker();
  maker.behave = (request) => void maker.world.clock.sleep(minutes(5)).then(() => maker.answer(request, { Status: 'SUCCESS', PhysicalResourceId: 'thing' }));
  const start = maker.world.clock.now();
  expect((await maker.deploy(custom())).status).toBe('CREATE_COMPLETE');
  expect(maker.world.clock.now() - start).toBe(minutes(5));
  expect(maker.world.clock.sleeping).toBe(0);
});

test('an answer that comes too late is taken by nobody, and the sender is not told', async () => {
  const maker = new Maker();
  maker.behave = said({ Status: 'SUCCESS', PhysicalResourceId: 'x' }, maker);
  const first: Request[] = [];
  maker.behave = (request) => { if (request.RequestType === 'Create') first.push(request); else said({ Status: 'SUCCESS', PhysicalResourceId: 'x' }, maker)(request); };
  const stack = await maker.deploy(custom({ ServiceTimeout: 10 }));
  expect(await maker.answer(first[0] as Request, { Status: 'SUCCESS', PhysicalResourceId: 'thing' })).toBe(200);
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
});

test('of two answers the first counts', async () => {
  const maker = new Maker();
  maker.behave = (request) => {
    said({ Status: 'SUCCESS', PhysicalResourceId: 'first' }, maker)(request);
    said({ Status: 'FAILED', PhysicalResourceId: 'second' }, maker)(request);
  };
  const stack = await maker.deploy(custom());
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(stack.resources.get('It')?.physicalId).toBe('first');
});

test.each<readonly [string, string | Readonly<Record<string, unknown>>, string]>([
  ['is too long', { Status: 'SUCCESS', PhysicalResourceId: 'x', Data: { a: 'x'.repeat(4096) } }, 'Response object is too long.'],
  ['is no JSON', 'SUCCESS', 'Response is not valid JSON'],
  ['is a list', '[]', 'Invalid Response object: it is not an object'],
  ['has no status', { PhysicalResourceId: 'x' }, "Value undefined at 'Status' is not SUCCESS or FAILED"],
  ['has a status in small letters', { Status: 'success', PhysicalResourceId: 'x' }, "Value \"success\" at 'Status' is not SUCCESS or FAILED"],
  ['has no id', { Status: 'SUCCESS' }, 'Invalid PhysicalResourceId'],
  ['has an empty id', { Status: 'FAILED', PhysicalResourceId: '' }, 'Invalid PhysicalResourceId'],
  ['has an id of more than 1024 characters', { Status: 'SUCCESS', PhysicalResourceId: 'x'.repeat(1025) }, 'Invalid PhysicalResourceId'],
  ['is for another request', { Status: 'SUCCESS', PhysicalResourceId: 'x', RequestId: 'other' }, 'Value "other" of RequestId is not that of the request'],
  ['is for another stack', { Status: 'SUCCESS', PhysicalResourceId: 'x', StackId: 'other' }, 'Value "other" of StackId is not that of the request'],
  ['is for another resource', { Status: 'SUCCESS', PhysicalResourceId: 'x', LogicalResourceId: undefined }, 'Value undefined of LogicalResourceId is not that of the request'],
  ['has data that are a list', { Status: 'SUCCESS', PhysicalResourceId: 'x', Data: [1] }, 'Data is not an object'],
])('an answer that %s fails the resource', async (_, body, message) => {
  const maker = new Maker();
  maker.behave = (request) => void maker.answer(request, request.RequestType === 'Create' ? body : { Status: 'SUCCESS', PhysicalResourceId: 'x' });
  const stack = await maker.deploy(custom());
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(failuresOf(stack)[0]).toContain(message);
});

test('a creation under way when another resource fails is not waited for: it is deleted under a name that was made up', async () => {
  const maker = new Maker();
  maker.behave = (request) => {
    if (request.RequestType === 'Delete') said({ Status: 'SUCCESS', PhysicalResourceId: 'x' }, maker)(request);
  };
  maker.world.failing.add('create Other');
  const start = maker.world.clock.now();
  const stack = await maker.deploy(resources({ ...custom().Resources, Other: {} }));
  expect(maker.world.clock.now() - start).toBe(0);
  expect(told(stack)).toContain('It CREATE_FAILED: Resource creation cancelled');
  expect(maker.kinds()).toEqual(['Create', expect.stringMatching(/^Delete Shop-It-/)]);
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
});

test('a deletion that fails leaves the stack in DELETE_FAILED', async () => {
  const maker = new Maker();
  await maker.deploy(custom());
  maker.behave = said({ Status: 'FAILED', Reason: 'in use', PhysicalResourceId: 'thing' }, maker);
  const stack = await maker.world.clock.until(maker.cloudformation.delete(place, 'Shop'));
  expect(stack.status).toBe('DELETE_FAILED');
  expect(failuresOf(stack)[0]).toContain('Message returned: in use');
});

test('a service token cannot be changed, and nobody is asked', async () => {
  const maker = new Maker();
  await maker.deploy(custom());
  const stack = await maker.deploy(custom({ ServiceToken: `${TOKEN}-2` }));
  expect(failuresOf(stack)).toEqual(['It: Modifying service token is not allowed.']);
  expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(maker.kinds()).toEqual(['Create']);
});

test.each([
  ['a function that is not there', { ServiceToken: TOKEN.replace('maker', 'nobody') }, 'Function not found'],
  ['a topic', { ServiceToken: 'arn:aws:sns:ap-northeast-2:111111111111:topic' }, 'the region invokes custom resources by the ARN of a Lambda function'],
  ['a limit of nothing', { ServiceTimeout: 0 }, 'ServiceTimeout must be a number of seconds from 1 to 3600, got 0'],
  ['a limit of more than an hour', { ServiceTimeout: '3601' }, 'ServiceTimeout must be a number of seconds from 1 to 3600, got "3601"'],
])('%s fails the resource', async (_, properties, message) => {
  const maker = new Maker();
  const stack = await maker.deploy(custom(properties));
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(failuresOf(stack)[0]).toContain(message);
  expect(maker.requests).toEqual([]);
});

test('what a custom resource does not give cannot be asked for', async () => {
  const maker = new Maker();
  const stack = await maker.deploy({ ...custom(), Outputs: { Url: { Value: { 'Fn::GetAtt': ['It', 'Url'] } } } });
  expect(stack.status).toBe('ROLLBACK_COMPLETE');
  expect(failuresOf(stack)[0]).toContain("Vendor response doesn't contain Url key in object");
});

test('a wait does not hold the region when nobody answers for long', async () => {
  const maker = new Maker();
  maker.behave = () => undefined;
  const deploying = maker.cloudformation.deploy(place, 'Shop', custom({ ServiceTimeout: 60 }));
  await maker.world.clock.pass(seconds(59));
  expect([...maker.cloudformation.stacks.values()][0]?.status).toBe('CREATE_IN_PROGRESS');
  await maker.world.clock.until(deploying);
});
