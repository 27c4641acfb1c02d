import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hours, instant, minutes } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import type { Result } from '../../../lib/region/lambda/environment';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const opened = new Opened();
let region: TestRegion;
let made = 0;

beforeAll(async () => { region = await startTestRegion(opened, 2_000); });
afterAll(() => opened[Symbol.asyncDispose]());

const ROLE = 'arn:aws:iam::111122223333:role/function';

/** Makes a function of `code`; answers its name. */
async function define(code: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  made += 1;
  const name = `function-${made}`;
  const directory = join(region.directory, name);
  await mkdir(directory);
  await writeFile(join(directory, 'index.js'), code);
  region.objects.put('code', name, directory);
  await region.make('AWS::Lambda::Function', { FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, Code: { S3Bucket: 'code', S3Key: name }, ...more });
  return name;
}
const handler = (body: string): string => `exports.handler = async (event, context) => { ${body} };`;
/** Lambda makes the group with the first line. */
const log = (name: string): readonly string[] => (region.logs.names().includes(`/aws/lambda/${name}`) ? region.logs.events(`/aws/lambda/${name}`).map(({ message }) => message) : []);
/** What changes from run to run, in words. */
const plain = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/\d+\.\d\d ms/g, 'MS').replace(/Duration: \d+ ms/, 'Duration: N ms').replace(/Used: \d+ MB/, 'Used: N MB'));
const run = async (code: string, more: Readonly<Record<string, unknown>> = {}, event: unknown = {}): Promise<{ readonly result: Result; readonly lines: readonly string[]; readonly name: string }> => {
  const name = await define(code, more);
  const result = await region.functions.invoke(name, event);
  return { name, result, lines: plain(log(name)) };
};
const metric = async (name: string, FunctionName: string, values = 1): Promise<readonly number[]> => until(`${name} can be read`, () => {
  const now = region.clock.now();
  const found = region.metrics.read({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName } }, instant(now - hours(1)), instant(now + minutes(1)), now);
  const all = found.flatMap(({ value, count }) => Array<number>(count).fill(value));
    return all.length >= values && all;
});

test('an invocation has its lines: start, what the function says, end and report; only the first is cold', async () => {
  const name = await define(handler('console.log("hello %s\\nagain", event.who); console.error(new RangeError("odd").message); process.stdout.write(\'{"plain":1}\\n\'); return { said: event.who };'));
  expect(await region.functions.invoke(name, { who: 'you' })).toEqual({ kind: 'returned', value: { said: 'you' } });
  await region.functions.invoke(name, { who: 'me' });
  expect(plain(log(name))).toEqual([
    'START RequestId: ID Version: $LATEST', 'TIME\tID\tINFO\thello you\ragain', 'TIME\tID\tERROR\todd', '{"plain":1}', 'END RequestId: ID',
    'REPORT RequestId: ID\tDuration: MS\tBilled Duration: N ms\tMemory Size: 128 MB\tMax Memory Used: N MB\tInit Duration: MS\t',
    'START RequestId: ID Version: $LATEST', 'TIME\tID\tINFO\thello me\ragain', 'TIME\tID\tERROR\todd', '{"plain":1}', 'END RequestId: ID',
    'REPORT RequestId: ID\tDuration: MS\tBilled Duration: N ms\tMemory Size: 128 MB\tMax Memory Used: N MB\t',
  ]);
  const [stream] = region.logs.events(`/aws/lambda/${name}`).map((event) => event.stream);
  expect(stream).toMatch(/^\[\$LATEST\][0-9a-f]{32}$/);
});

test('the handler knows who it is and how much time is left', async () => {
  const { result } = await run(handler('return [context.functionName, context.memoryLimitInMB, context.invokedFunctionArn, context.getRemainingTimeInMillis() > 1000, process.env.WHO, process.env.AWS_REGION, process.env.SECRET_OF_THE_HOST];'), {
    MemorySize: '256', Timeout: '5', Environment: { Variables: { WHO: 'me' } },
  });
  expect(result).toEqual({ kind: 'returned', value: [expect.stringMatching(/^function-/), '256', expect.stringMatching(/^arn:aws:lambda:ap-northeast-2:111122223333:function:function-/), true, 'me', 'ap-northeast-2', null] });
});

test('an older handler answers by its callback', async () => {
  expect((await run('exports.handler = (event, context, callback) => { setTimeout(() => callback(null, event.n + 1), 5); };', {}, { n: 1 })).result).toEqual({ kind: 'returned', value: 2 });
  expect((await run('exports.handler = (event, context, callback) => callback(new TypeError("no"));')).result).toMatchObject({ kind: 'failed', errorType: 'TypeError', errorMessage: 'no' });
});

test('an error is the function\'s own, in the answer and in the log', async () => {
  const { result, lines } = await run(handler('throw new RangeError("too far");'));
  expect(result).toMatchObject({ kind: 'failed', errorType: 'RangeError', errorMessage: 'too far', trace: expect.arrayContaining(['RangeError: too far', expect.stringContaining('index.js')]) });
  expect(lines[1]).toMatch(/^TIME\tID\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"too far","stack":\["RangeError: too far",/);
  expect(lines.at(-1)).toMatch(/\tStatus: error\tError Type: RangeError\t$/);
});

test.each([
  ['is a text', 'throw "nothing"', 'string', 'nothing'],
  ['cannot be written down', 'const circle = {}; circle.self = circle; return circle;', 'Runtime.MarshalError', 'Error: Unable to stringify response body'],
  ['is too large', 'return "x".repeat(6291556)', 'Function.ResponseSizeTooLarge', 'Response payload size (6291558 bytes) exceeded maximum allowed payload size (6291556 bytes).'],
])('an answer that %s', async (_, body, errorType, errorMessage) => {
  expect((await run(handler(body))).result).toMatchObject({ kind: 'failed', errorType, errorMessage });
});

test('a function that takes too long is cut off, and the next invocation gets a new environment', async () => {
  const name = await define(handler('console.log("begun"); if (event.hang) await new Promise((resolve) => setTimeout(resolve, 30_000)); return process.pid;'), { Timeout: 1 });
  const { value: before } = await region.functions.invoke(name, {}) as { value: number };
  expect(await region.functions.invoke(name, { hang: true })).toMatchObject({ kind: 'failed', errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/) });
  expect(plain(log(name)).slice(-5)).toEqual([
    'START RequestId: ID Version: $LATEST', 'TIME\tID\tINFO\tbegun', 'TIME ID Task timed out after 1.00 seconds', 'END RequestId: ID',
    'REPORT RequestId: ID\tDuration: MS\tBilled Duration: N ms\tMemory Size: 128 MB\tMax Memory Used: N MB\tStatus: timeout\t',
  ]);
  const { value: after } = await region.functions.invoke(name, {}) as { value: number };
  expect(after).not.toBe(before);
  expect(() => process.kill(before, 0)).toThrow();
  expect(log(name).at(-1)).toContain('Init Duration');
});

test('a function that uses more memory than it has is killed', async () => {
  const { result, lines } = await run(handler('const kept = []; for (;;) { kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise((resolve) => setTimeout(resolve, 5)); }'), { Timeout: 20 });
  expect(result).toMatchObject({ kind: 'failed', errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/) });
  expect(lines.slice(1)).toEqual([
    'RequestId: ID Error: Runtime exited with error: signal: killed', 'Runtime.ExitError', 'END RequestId: ID', expect.stringMatching(/Memory Size: 128 MB\tMax Memory Used: N MB\t.*Status: error\tError Type: Runtime\.ExitError\t$/),
  ]);
});

test.each([
  ['exits', 'process.exit(3)', 'Runtime.ExitError', /Error: Runtime exited with error: exit status 3$/],
  ['exits as if all were well', 'process.exit(0)', 'Runtime.ExitError', /Error: Runtime exited without providing a reason$/],
  ['throws where nobody catches', 'setTimeout(() => { throw new TypeError("late"); }, 1); await new Promise(() => {});', 'TypeError', /^late$/],
  ['loses a promise', 'Promise.reject(new Error("lost")); await new Promise(() => setTimeout(() => {}, 9_000));', 'Runtime.UnhandledPromiseRejection', /^Error: lost$/],
])('a function that %s', async (_, body, errorType, errorMessage) => {
  expect((await run(handler(body))).result).toMatchObject({ kind: 'failed', errorType, errorMessage: expect.stringMatching(errorMessage) });
});

test.each([
  ['has no such file', 'exports.handler = async () => 1', { Handler: 'main.handler' }, 'Runtime.ImportModuleError', /^Error: Cannot find module '.*main'$/],
  ['has no such export', 'exports.other = 1', {}, 'Runtime.HandlerNotFound', /^index\.handler is undefined or not exported$/],
  ['is no JavaScript', 'exports.handler = (', {}, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  ['throws when it is loaded', 'throw new RangeError("not today")', {}, 'RangeError', /^not today$/],
])('a bundle that %s fails every invocation', async (_, code, more, errorType, errorMessage) => {
  const { result, name } = await run(code, more);
  expect(result).toMatchObject({ kind: 'failed', errorType, errorMessage: expect.stringMatching(errorMessage) });
  expect(await region.functions.invoke(name, {})).toMatchObject({ errorType });
});

test('every invocation is counted, with its errors, its time and how many ran at once', async () => {
  const name = await define(handler('await new Promise((resolve) => setTimeout(resolve, 100)); if (event.fail) throw new Error("no");'));
  await Promise.all([region.functions.invoke(name, {}), region.functions.invoke(name, { fail: true })]);
  expect([await metric('Invocations', name, 2), await metric('Errors', name, 2), await metric('Throttles', name, 2)].map((values) => [...values].sort())).toEqual([[1, 1], [0, 1], [0, 0]]);
  expect(Math.max(...await metric('ConcurrentExecutions', name, 2))).toBe(2);
  expect((await metric('Duration', name, 2)).every((duration) => duration >= 95 && duration < 3_000)).toBe(true);
});

test('more invocations than are reserved are throttled', async () => {
  const name = await define(handler('await new Promise((resolve) => setTimeout(resolve, 100));'), { ReservedConcurrentExecutions: 1 });
  const [first, second] = await Promise.allSettled([region.functions.invoke(name, {}), region.functions.invoke(name, {})]);
  expect([first.status, second]).toEqual(['fulfilled', { status: 'rejected', reason: expect.objectContaining({ code: 'TooManyRequestsException', status: 429 }) }]);
  expect([...await metric('Throttles', name, 2)].sort()).toEqual([0, 1]);
});

test('an event is tried three times under one id, a minute and two apart, and then dropped', async () => {
  const name = await define(handler('process.stdout.write(context.awsRequestId + "\\n"); throw new Error("never");'));
  const began = region.clock.now();
  region.functions.start(name, {});
  await until('it was tried three times', () => log(name).filter((line) => line.startsWith('REPORT')).length === 3);
  const tries = region.logs.events(`/aws/lambda/${name}`).filter(({ message }) => /^[0-9a-f-]{36}$/.test(message));
  expect(new Set(tries.map(({ message }) => message)).size).toBe(1);
  expect(tries.at(-1)!.at - began).toBeGreaterThanOrEqual(minutes(3));
  expect([await metric('AsyncEventsReceived', name), await metric('AsyncEventsDropped', name)]).toEqual([[1], [1]]);
});

test('an event for a throttled function waits until it can be taken', async () => {
  const name = await define(handler('await new Promise((resolve) => setTimeout(resolve, 50));'), { ReservedConcurrentExecutions: 1 });
  region.functions.start(name, {});
  region.functions.start(name, {});
  await until('both were taken', () => log(name).filter((line) => line.startsWith('REPORT')).length === 2);
});

test('a new version of a function runs in a new environment', async () => {
  const name = await define(handler('return process.env.VERSION;'), { Environment: { Variables: { VERSION: '1' } } });
  const properties = { FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, Code: { S3Bucket: 'code', S3Key: name } };
  expect(await region.functions.invoke(name, {})).toMatchObject({ value: '1' });
  const request = { place: region.functions.named(name).place, stackName: '', stackId: '', logicalId: '', type: '', metadata: {}, properties: { ...properties, Environment: { Variables: { VERSION: '2' } } } };
  await region.registry.provider('AWS::Lambda::Function')!.update(request, { physicalId: name, attributes: {}, properties });
  expect(await region.functions.invoke(`arn:aws:lambda:ap-northeast-2:111122223333:function:${name}`, {})).toMatchObject({ value: '2' });
});

test.each<[string, object, RegExp]>([
  ['another runtime', { Runtime: 'python3.13' }, /runs functions of the Node\.js runtimes, got python3\.13/],
  ['code that is not there', { Code: { S3Bucket: 'code', S3Key: 'gone' } }, /NoSuchKey/],
  ['a time-out of an hour', { Timeout: 3_600 }, /Timeout must be a whole number from 1 to 900, got 3600/],
  ['no memory to speak of', { MemorySize: 64 }, /MemorySize must be a whole number from 128 to 10240, got 64/],
  ['a handler that is none', { Handler: 'handler' }, /Handler must be a file and an export/],
  ['no role', { Role: undefined }, /Role must be the ARN of a role/],
  ['layers', { Layers: ['arn'] }, /does not serve AWS::Lambda::Function\.Layers/],
  ['logs of another format', { LoggingConfig: { LogFormat: 'XML' } }, /LogFormat only as Text(,| or) JSON, got "XML"/],
  ['a variable of Lambda\'s own', { Environment: { Variables: { AWS_REGION: 'mars' } } }, /reserved keys .*: AWS_REGION$/],
  ['more variables than fit', { Environment: { Variables: { LONG: 'x'.repeat(5_000) } } }, /exceeded the 4KB limit/],
])('%s is refused', async (_, more, message) => {
  await expect(define(handler(''), more as Record<string, unknown>)).rejects.toThrow(message);
});

test('a function that is not there is said to be missing', async () => {
  expect(() => region.functions.start('nobody', {})).toThrow('Function not found: nobody');
});
