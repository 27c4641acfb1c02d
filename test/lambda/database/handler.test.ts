import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { handler } from '../../../lambda/database/handler';
import { roleSpecText } from '../../services/support/role-spec';

interface Received {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** CloudFormation's end of the line: refuses as often as told, then takes the answer. */
async function cloudFormation(refusals = 0): Promise<AsyncDisposable & { readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  let left = refusals;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += String(chunk); });
    request.on('end', () => {
      if (left > 0) {
        left -= 1;
        return response.writeHead(503).end();
      }
      received.push({ method: request.method, headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
      return response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=s3cret`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const request = (ResponseURL: string, RequestType: 'Create' | 'Delete') => ({
  RequestType, ResponseURL, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Roles',
  ResourceProperties: { Roles: roleSpecText, Stage: 'staging', Account: '111111111111' },
});
const context = (ms: number) => ({ getRemainingTimeInMillis: () => ms });

const complete = {
  HOST: '127.0.0.1', PORT: '1', DATABASE: 'points', MASTER_SECRET_ARN: 'arn', STAGE: 'staging', ACCOUNT: '111111111111',
  AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b',
};
const environment = { ...process.env };
let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...environment };
});

test('Delete is answered at once, by PUT without a content type, under the same physical id', async () => {
  process.env = { ...environment, ...complete };
  await using stack = await cloudFormation();
  await handler(request(stack.url, 'Delete'), context(60_000));
  expect(stack.received).toMatchObject([{ method: 'PUT', headers: { 'content-type': '' }, body: {
    Status: 'SUCCESS', PhysicalResourceId: 'database-roles', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Roles',
  } }]);
});

test('variables that are missing are a failure that names them', async () => {
  await using stack = await cloudFormation();
  await handler(request(stack.url, 'Create'), context(60_000));
  expect(stack.received).toMatchObject([{ body: {
    Status: 'FAILED', Reason: 'missing in the environment of the function: HOST, PORT, DATABASE, MASTER_SECRET_ARN, STAGE, ACCOUNT',
  } }]);
});

test('a secret store that never answers is given up in time to say so', async () => {
  const silent = createTcpServer(() => undefined);
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  process.env = { ...environment, ...complete, AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}` };
  await using stack = await cloudFormation();
  await handler(request(stack.url, 'Create'), context(15_500));
  expect(stack.received).toMatchObject([{ body: { Status: 'FAILED', Reason: 'not finished within 1 s' } }]);
  silent.close();
});

test('an answer that is not taken is told again, once it is taken never more, and its address stays out of the log', async () => {
  process.env = { ...environment, ...complete };
  await using stack = await cloudFormation(1);
  await handler(request(stack.url, 'Delete'), context(60_000));
  expect(stack.received).toHaveLength(1);
  expect(written).toHaveLength(1);
  expect(written.join('')).not.toContain('s3cret');
});
