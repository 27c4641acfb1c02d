import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { request as httpRequest } from 'node:http';
import { dice } from '../../../lib/core/chance';
import { hours, instant, minutes, type Instant } from '../../../lib/core/units';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { authenticator } from '../../../lib/region/endpoint/signature';
import { identities, type Identity } from '../../../lib/region/iam/identities';
import { identifiers } from '../../../lib/region/identifiers';
import { Secrets } from '../../../lib/region/secretsmanager/secrets';
import { ServiceError } from '../../../lib/region/service-error';

const known = identities(identifiers(dice(1)));
const secrets = new Secrets(identifiers(dice(2)));
const place = { account: '111111111111', region: 'ap-northeast-2' };
const arn = secrets.create(place, 'shop/master', '{"username":"master","password":"geheim"}');
let holder: Identity;
let endpoint: Endpoint;
/** How far the region's clock is from that of its clients. */
let ahead = 0;

beforeAll(async () => {
  holder = known.issue('arn:aws:iam::111111111111:role/reader');
  const authenticate = authenticator((key) => known.byAccessKey(key), (): Instant => instant(jest.now() + ahead));
  endpoint = await startEndpoint({
    secretsmanager: secrets.operations,
  }, [known], { authenticate, requestId: () => 'request-1' });
});
afterAll(() => endpoint[Symbol.asyncDispose]());
beforeEach(() => {
  ahead = 0;
});

const clientOf = (config: SecretsManagerClientConfig = {}): SecretsManagerClient => new SecretsManagerClient({ endpoint: endpoint.url, region: place.region, maxAttempts: 1, credentials: holder, ...config });
const get = (client: SecretsManagerClient, SecretId = 'shop/master') => client.send(new GetSecretValueCommand({ SecretId })).finally(() => client.destroy());

describe('a client of the SDK', () => {
  test('is answered, with a request id', async () => {
    expect(await get(clientOf())).toMatchObject({ ARN: arn, Name: 'shop/master', SecretString: '{"username":"master","password":"geheim"}', VersionStages: ['AWSCURRENT'], $metadata: { httpStatusCode: 200, requestId: 'request-1' } });
  });

  test('finds the name of an error, its text and its request id', async () => {
    await expect(get(clientOf(), 'gone')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret.", $fault: 'client', $metadata: { httpStatusCode: 400, requestId: 'request-1' } });
  });

  test('is told by name which operation the region does not know', async () => {
    const client = clientOf();
    await expect(client.send(new DescribeSecretCommand({ SecretId: arn }))).rejects.toMatchObject({ name: 'UnknownOperationException', message: 'the region does not know the operation DescribeSecret of secretsmanager' });
    client.destroy();
  });

  test('with a key that was given to nobody is refused', async () => {
    await expect(get(clientOf({ credentials: { ...holder, accessKeyId: 'ASIANOBODY' } }))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  test('with a token of somebody else is refused', async () => {
    await expect(get(clientOf({ credentials: { ...holder, sessionToken: 'other' } }))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  test('with a wrong secret is refused', async () => {
    await expect(get(clientOf({ credentials: { ...holder, secretAccessKey: 'wrong' } }))).rejects.toMatchObject({ name: 'InvalidSignatureException', message: expect.stringContaining('does not match the signature you provided') });
  });

  test('whose clock is wrong is refused, and puts its clock right by the answer', async () => {
    await expect(get(clientOf({ systemClockOffset: -hours(1) }))).rejects.toMatchObject({ name: 'InvalidSignatureException', message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/) });
    expect(await get(clientOf({ systemClockOffset: -hours(1), maxAttempts: 2 }))).toMatchObject({ ARN: arn });
  });

  test('is refused by a clock that is behind', async () => {
    ahead = -minutes(10);
    await expect(get(clientOf())).rejects.toMatchObject({ message: expect.stringContaining('Signature not yet current') });
  });

  test('within five minutes is believed', async () => {
    ahead = minutes(4);
    expect(await get(clientOf())).toMatchObject({ ARN: arn });
  });
});

interface Said { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }

/** A request as it is on the wire, signed by nobody. */
function send(headers: Record<string, string>, body: string | Buffer = '{}', { method = 'POST', path = '/' } = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(endpoint.url);
    const sending = httpRequest({ hostname, port, method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sending.on('error', reject).end(body);
  });
}

const JSON_1_0 = 'application/x-amz-json-1.0';
const authorization = 'AWS4-HMAC-SHA256 Credential=KEY/20260105/ap-northeast-2/secretsmanager/aws4_request, SignedHeaders=host, Signature=00';
const wire = (target: string, more: Record<string, string> = {}) => ({ 'content-type': JSON_1_0, 'x-amz-target': target, authorization, ...more });

describe('on the wire', () => {
  test('an error has its name in a header and in the body, and the content type of its question', async () => {
    const { status, headers, body } = await send(wire('secretsmanager.Nonsense'));
    expect(status).toBe(404);
    expect(headers).toMatchObject({ 'x-amzn-errortype': 'UnknownOperationException', 'x-amzn-requestid': 'request-1', 'content-type': JSON_1_0 });
    expect(JSON.parse(body)).toEqual({ __type: 'UnknownOperationException', message: 'the region does not know the operation Nonsense of secretsmanager' });
    expect(headers['date']).toBeDefined();
  });

  test.each<readonly [string, Record<string, string>, { readonly method?: string }, string]>([
    ['a service that it does not have', wire('AmazonSQS.SendMessage'), {}, "the region has no service for the target 'AmazonSQS.SendMessage'"],
    ['a name that every object has', wire('constructor.constructor'), {}, "the region has no service for the target 'constructor.constructor'"],
    ['an operation that every object has', wire('secretsmanager.toString'), {}, 'the region does not know the operation toString of secretsmanager'],
    ['no target', { 'content-type': JSON_1_0, authorization }, {}, "the region has no service for the target ''"],
    ['another protocol', wire('secretsmanager.GetSecretValue', { 'content-type': 'application/cbor' }), {}, "the region speaks AWS JSON 1.0 and 1.1 by POST, got POST with the content type 'application/cbor'"],
    ['a query', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', authorization }, {}, "with the content type 'application/x-www-form-urlencoded'"],
    ['another method', wire('secretsmanager.GetSecretValue'), { method: 'PUT' }, 'got PUT'],
  ])('%s is refused by name', async (_, headers, how, message) => {
    const { status, body } = await send(headers, '{}', how);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ __type: 'UnknownOperationException', message: expect.stringContaining(message) });
  });

  test.each<readonly [string, string | undefined, string, number]>([
    ['none', undefined, 'MissingAuthenticationTokenException', 403],
    ['another scheme', 'Bearer x', 'IncompleteSignatureException', 403],
    ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00', 'IncompleteSignatureException', 403],
    ['no signature', 'AWS4-HMAC-SHA256 Credential=KEY/20260105/r/s/aws4_request, SignedHeaders=host', 'IncompleteSignatureException', 403],
    ['a credential without its scope', 'AWS4-HMAC-SHA256 Credential=KEY, SignedHeaders=host, Signature=00', 'IncompleteSignatureException', 403],
    ['a date that is none', 'AWS4-HMAC-SHA256 Credential=KEY/today/r/s/aws4_request, SignedHeaders=host, Signature=00', 'IncompleteSignatureException', 403],
  ])('an authorization with %s is refused', async (_, header, code, status) => {
    const { authorization: ignored, ...headers } = wire('secretsmanager.GetSecretValue');
    expect(ignored).toBe(authorization);
    const said = await send(header === undefined ? headers : { ...headers, authorization: header });
    expect([said.status, JSON.parse(said.body).__type]).toEqual([status, code]);
  });

  test('a refusal of a signature tells nothing of the key', async () => {
    const said = await send(wire('secretsmanager.GetSecretValue', { authorization: 'AWS4-HMAC-SHA256 Credential=VERYSECRET, SignedHeaders=host, Signature=00' }));
    expect(said.body).not.toContain('VERYSECRET');
  });

  test('a body that is larger than anything is refused, and the sender learns it', async () => {
    const said = await send(wire('secretsmanager.GetSecretValue'), Buffer.alloc(9 * 1024 * 1024, 32));
    expect([said.status, JSON.parse(said.body).__type]).toEqual([413, 'RequestEntityTooLargeException']);
  });

  test('what nobody answers is not found', async () => {
    expect(await send({}, '', { method: 'GET', path: '/v2/credentials/ASIANOBODY-x' })).toMatchObject({ status: 404, body: '' });
  });
});

describe('without asking who calls', () => {
  let open: Endpoint;
  beforeAll(async () => {
    open = await startEndpoint({ Broken: {
      Fail: async () => { throw new Error('out of order'); }, Later: async () => { throw new ServiceError('ThrottlingException', 'Rate exceeded', 429); },
      Echo: async (input, caller) => ({ input, caller }), Nothing: async () => undefined,
    } }, []);
  });
  afterAll(() => open[Symbol.asyncDispose]());
  const ask = async (operation: string, body = '{}') => {
    const response = await fetch(open.url, { method: 'POST', headers: wire(`Broken.${operation}`), body });
    return { status: response.status, id: response.headers.get('x-amzn-requestid'), body: JSON.parse(await response.text()) as unknown };
  };

  test('an operation gets its input, and whoever the request says that it comes from', async () => {
    expect(await ask('Echo', '{"a":[1]}')).toMatchObject({ status: 200, body: { input: { a: [1] }, caller: { accessKeyId: 'KEY', region: 'ap-northeast-2' } } });
  });

  test('each request has an id of its own', async () => {
    const ids = await Promise.all([ask('Echo'), ask('Echo')]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(2);
  });

  test('no input is an empty one, and no answer is too', async () => {
    expect(await ask('Nothing', '')).toMatchObject({ status: 200, body: {} });
  });

  test.each(['[]', '"text"', 'null', '{', 'nonsense'])('the input %p is refused', async (body) => {
    expect(await ask('Echo', body)).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  });

  test('an error keeps its status', async () => {
    expect(await ask('Later')).toMatchObject({ status: 429, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } });
  });

  test('a mistake of the region is said to be one', async () => {
    expect(await ask('Fail')).toMatchObject({ status: 500, body: { __type: 'InternalFailure', message: 'the region failed: out of order' } });
  });
});

test('a request signed for another service is refused', async () => {
  const authenticate = authenticator((key) => known.byAccessKey(key), () => instant(jest.now()));
  const states = await startEndpoint({ AWSStepFunctions: { StartExecution: async () => ({}) } }, [], { authenticate });
  const client = clientOf({ endpoint: states.url });
  client.middlewareStack.add((next) => (given) => {
    (given.request as { headers: Record<string, string> }).headers['x-amz-target'] = 'AWSStepFunctions.StartExecution';
    return next(given);
  }, { step: 'build', priority: 'low' });
  await expect(get(client)).rejects.toMatchObject({ name: 'InvalidSignatureException', message: "Credential should be scoped to correct service: 'states'." });
  await states[Symbol.asyncDispose]();
});

test('whoever has credentials can fetch them where their path says, and nobody else', async () => {
  const path = known.pathFor(holder);
  const found = await fetch(`${endpoint.url}${path}`);
  expect(await found.json()).toMatchObject({ RoleArn: 'arn:aws:iam::111111111111:role/reader', AccessKeyId: holder.accessKeyId, SecretAccessKey: holder.secretAccessKey, Token: holder.sessionToken, Expiration: expect.stringMatching(/Z$/) });
  expect((await fetch(`${endpoint.url}${path}x`)).status).toBe(404);
  expect((await fetch(`${endpoint.url}${path}`, { method: 'POST' })).status).toBe(404);
});
