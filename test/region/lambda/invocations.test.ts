import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Opened } from '../../../lib/edge/processes/opened';
import { startTestRegion, type TestRegion } from '../support/test-region';

const opened = new Opened();
let region: TestRegion;
let client: LambdaClient;

/** A function whose bundle is `code`. */
async function define(name: string, code: string): Promise<string> {
  const directory = join(region.directory, name);
  await mkdir(directory);
  await writeFile(join(directory, 'index.js'), code);
  region.objects.put('assets', name, directory);
  const { attributes } = await region.make('AWS::Lambda::Function', {
    FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::111122223333:role/function', Code: { S3Bucket: 'assets', S3Key: name }, Timeout: 10,
  });
  return String(attributes['Arn']);
}

const invoke = async (FunctionName: string, payload: unknown, InvocationType?: 'Event' | 'DryRun'): Promise<{ readonly status: number | undefined; readonly error: string | undefined; readonly value: unknown }> => {
  const { StatusCode, FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload), ...(InvocationType === undefined ? {} : { InvocationType }) }));
  const text = Payload?.transformToString() ?? '';
  return { status: StatusCode, error: FunctionError, value: text === '' ? undefined : JSON.parse(text) as unknown };
};

beforeAll(async () => {
  region = await startTestRegion(opened, 2_000);
  client = new LambdaClient({ ...region.client, maxAttempts: 1 });
  opened.atTheEnd(() => client.destroy());
});
afterAll(() => opened[Symbol.asyncDispose]());

test('a client gets what the function returns, by its name or its ARN', async () => {
  const arn = await define('double', 'exports.handler = async ({ n }) => ({ twice: 2 * n });');
  expect(await invoke('double', { n: 4 })).toEqual({ status: 200, error: undefined, value: { twice: 8 } });
  expect(await invoke(arn, { n: 5 })).toMatchObject({ value: { twice: 10 } });
});

test('a function that throws is answered as unhandled, with its error', async () => {
  await define('broken', 'exports.handler = async () => { throw new RangeError("too far"); };');
  expect(await invoke('broken', {})).toMatchObject({ status: 200, error: 'Unhandled', value: { errorType: 'RangeError', errorMessage: 'too far' } });
});

test('an event is taken and answered before it is handled; a dry run handles nothing', async () => {
  await define('late', 'exports.handler = async () => { throw new Error("nobody hears this"); };');
  expect(await invoke('late', {}, 'Event')).toEqual({ status: 202, error: undefined, value: undefined });
  expect(await invoke('late', {}, 'DryRun')).toEqual({ status: 204, error: undefined, value: undefined });
});

test('a function that is not there is named', async () => {
  await expect(invoke('gone', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Function not found: gone' });
});

test('whoever has no key of the region invokes nothing', async () => {
  const stranger = new LambdaClient({ ...region.client, credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' }, maxAttempts: 1 });
  await expect(stranger.send(new InvokeCommand({ FunctionName: 'double' }))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  stranger.destroy();
});

test('the runtime brings the SDK, and no other package of this project', async () => {
  await define('sdk', 'exports.handler = async () => ({ sdk: typeof require("@aws-sdk/client-codedeploy").CodeDeployClient, pg: (() => { try { return typeof require("pg"); } catch (e) { return e.code; } })() });');
  expect((await invoke('sdk', {})).value).toEqual({ sdk: 'function', pg: 'MODULE_NOT_FOUND' });
});
