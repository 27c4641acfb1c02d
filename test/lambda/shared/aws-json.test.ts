import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { awsJson } from '../../../lambda/shared/aws-json';

let server: Server;
let answers: [status: number, body: string][] = [];
let asked: { target: unknown; body: string; authorization: string }[] = [];
const waited: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => void text(request).then((body) => {
    asked.push({ target: request.headers['x-amz-target'], body, authorization: String(request.headers.authorization) });
    const [status, answer] = answers.shift() ?? [500, ''];
    response.writeHead(status).end(answer);
  }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => new Promise((closed) => server.close(closed)));
beforeEach(() => { answers = []; asked = []; waited.splice(0); });

const call = (operation: string, input: object) => awsJson({ name: 'logs', target: 'Logs_20140328' }, {
  AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token',
}, async (ms) => void waited.push(ms))(operation, input);

test('an operation is named in the target, signed for the service and the region, and answered with what it said', async () => {
  answers = [[200, '{"events":[1]}']];
  expect(await call('FilterLogEvents', { logGroupName: 'g' })).toEqual({ events: [1] });
  expect(asked).toEqual([{
    target: 'Logs_20140328.FilterLogEvents', body: '{"logGroupName":"g"}',
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/ap-northeast-2\/logs\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/),
  }]);
});

test('a refusal is an error by the name that the service gives it, and is not asked for again', async () => {
  answers = [[400, '{"__type":"com.amazonaws#ResourceNotFoundException","message":"The specified log group does not exist."}']];
  await expect(call('FilterLogEvents', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'The specified log group does not exist.', $metadata: { httpStatusCode: 400 } });
  expect(asked).toHaveLength(1);
});

test('"not now" is asked for again, twice', async () => {
  answers = [[400, '{"__type":"ThrottlingException"}'], [503, '<html>'], [200, '{}']];
  expect(await call('FilterLogEvents', {})).toEqual({});
  answers = [[500, ''], [500, ''], [503, 'gone']];
  await expect(call('FilterLogEvents', {})).rejects.toMatchObject({ message: 'gone', $metadata: { httpStatusCode: 503 } });
  expect([asked.length, waited]).toEqual([6, [200, 400, 200, 400]]);
});
