import { GetDeploymentConfigCommand, CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { connect, type Socket } from 'node:net';
import { dice, type Dice } from '../../../lib/core/chance';
import { Opened } from '../../../lib/edge/processes/opened';
import { startTestRegion, type TestRegion } from '../support/test-region';

const SEEDS = 150;
const HALF_OPEN = 1_000;
const opened = new Opened();
let region: TestRegion;
let client: CodeDeployClient;

beforeAll(async () => {
  region = await startTestRegion(opened);
  client = new CodeDeployClient({ ...region.client, maxAttempts: 1 });
  opened.atTheEnd(() => client.destroy());
}, 30_000);
afterAll(() => opened[Symbol.asyncDispose]());

const answers = async (): Promise<string | undefined> => (await client.send(new GetDeploymentConfigCommand({ deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' }))).deploymentConfigInfo?.deploymentConfigName;

/** One request that nobody should send. */
function nonsense(chance: Dice): { readonly method: string; readonly path: string; readonly headers: Record<string, string>; readonly body: string } {
  const oneOf = <T>(...choices: readonly [T, ...T[]]): T => choices[Math.floor(chance.roll() * choices.length)] ?? choices[0];
  const noise = (length: number): string => Array.from({ length }, () => String.fromCharCode(33 + Math.floor(chance.roll() * 90))).join('').replace(/[\r\n]/g, '');
  const { accessKeyId, sessionToken } = region.client.credentials;
  return {
    method: oneOf('POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
    path: oneOf('/', '/', '/', '/../../etc/passwd', '/v2/credentials/', '/v4/x/task', '/2015-03-31/functions/%ff/invocations', `/${'x'.repeat(2_000)}`, '/custom-resource-answer/a?b'),
    headers: {
      'content-type': oneOf('application/x-amz-json-1.1', 'application/x-amz-json-1.0', 'application/x-www-form-urlencoded', 'application/cbor', 'text/plain', ''),
      'x-amz-target': oneOf('CodeDeploy_20141006.CreateDeployment', 'CodeDeploy_20141006.__proto__', 'constructor.toString', 'Nobody.Nothing', 'AmazonEC2ContainerServiceV20141113', '', noise(40)),
      authorization: oneOf(
        '', 'Bearer x', 'AWS4-HMAC-SHA256', `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/ap-northeast-2/codedeploy/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
        `AWS4-HMAC-SHA256 Credential=${accessKeyId}/x/y/z, SignedHeaders=, Signature=`, `AWS4-HMAC-SHA256 Credential=__proto__/20260105/r/s/aws4_request, SignedHeaders=__proto__, Signature=x`, noise(200),
      ),
      'x-amz-date': oneOf('20260105T000000Z', 'yesterday', ''), 'x-amz-security-token': oneOf(sessionToken, '', 'x'),
    },
    body: oneOf('', '{', '[]', 'null', '{"deploymentId":{"a":[1]}}', `{"a":${'['.repeat(5_000)}`, noise(3_000), 'Action=DescribeRules&Version=2015-12-01', 'Action=__proto__&Version=constructor', '\u0000\u0001'),
  };
}

test('whatever is sent is answered with an error of AWS\'s shape, and the region goes on', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { method, path, headers, body } = nonsense(dice(seed));
    const answer = await fetch(`${region.url}${path}`, { method, headers, body });
    const text = await answer.text();
    const shape = answer.status < 400 || (answer.status === 404 && text === '') || /^\{"__type":"\w+","message":/.test(text) || /^<ErrorResponse><Error><Type>(Sender|Receiver)</.test(text) || /<Error><Code>/.test(text) || text.startsWith('{"');
    if (!shape || answer.status >= 500) throw new Error(`seed ${seed}: ${answer.status} ${text.slice(0, 200)}`);
  }
  expect(await answers()).toBe('CodeDeployDefault.ECSAllAtOnce');
}, 30_000);

test('a body that no service takes is refused, and is not kept', async () => {
  const answer = await fetch(region.url, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'CodeDeploy_20141006.GetDeployment' }, body: 'x'.repeat(32 * 1024 * 1024) });
  expect([answer.status, JSON.parse(await answer.text())]).toEqual([413, expect.objectContaining({ __type: 'RequestEntityTooLargeException' })]);
  expect(await answers()).toBe('CodeDeployDefault.ECSAllAtOnce');
}, 30_000);

test('a thousand connections that are never finished keep nobody else waiting, and leave nothing behind', async () => {
  const { port } = new URL(region.url);
  const chance = dice(7);
  const beginnings = ['', 'P', 'POST / HTTP/1.1\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', '\u0016\u0003\u0001'];
  const sockets = await Promise.all(Array.from({ length: HALF_OPEN }, () => new Promise<Socket>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(beginnings[Math.floor(chance.roll() * beginnings.length)] ?? '');
      resolve(socket);
    });
    socket.on('error', reject);
  })));
  expect(await answers()).toBe('CodeDeployDefault.ECSAllAtOnce');
  for (const socket of sockets) socket.on('error', () => undefined).destroy();
  expect(await answers()).toBe('CodeDeployDefault.ECSAllAtOnce');
}, 30_000);

test('it listens on loopback only', () => {
  expect(new URL(region.url).hostname).toBe('127.0.0.1');
});
