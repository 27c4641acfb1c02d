import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isServiceError, reasonOf, ServiceError } from '../service-error';
import { contentTypeOf, operationFor, readInput, type Caller, type Services } from './json-protocol';
import { isQuery, queryAnswer, queryCall, queryError, type QueryServices } from './query-protocol';
import type { RestService } from '../s3/rest';
import type { Answer, Route } from './route';
import { claimedCaller, type SignedRequest } from './signature';
import { wayIn, type FindPort } from './way-in';

/** A call whose caller is known. */
export interface AuthorizedCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

export interface EndpointOptions {
  /** Who a request comes from. Left out, whoever a request says that it comes from is believed. @throws ServiceError */
  readonly authenticate?: (request: SignedRequest, service: string) => Caller;
  /** Whether whoever calls may. Left out, everybody may everything. @throws ServiceError */
  readonly authorize?: (call: AuthorizedCall) => void;
  readonly requestId?: () => string;
  /** Services that clients speak to by AWS Query. @default - none */
  readonly queries?: QueryServices;
  /** Takes whatever is signed for S3. @default - nobody does */
  readonly s3?: RestService;
  /** Leads customers to what the region has on its internet. @default - nobody is led anywhere */
  readonly customers?: FindPort;
  /** @default - one that the system chooses */
  readonly port?: number;
}

export interface Endpoint extends AsyncDisposable {
  readonly url: string;
}

/** Larger than anything that a service takes; a body is held in memory. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024;
/** Clients upload in parts what is larger. */
const LARGEST_OBJECT_BYTES = 256 * 1024 * 1024;

/** The region's AWS endpoint: on loopback only. @throws when its port is taken */
export async function startEndpoint(services: Services, routes: readonly Route[], options: EndpointOptions = {}): Promise<Endpoint> {
  let served = 0;
  const { requestId = () => `00000000-0000-4000-8000-${String(served).padStart(12, '0')}`, port: wanted = 0 } = options;
  const server = createServer((request, response) => {
    served += 1;
    const id = requestId();
    const { s3 } = options;
    const query = options.queries !== undefined && isQuery(request.method ?? '', request.headers);
    const answer = s3 !== undefined && isForS3(request) ? respondS3(request, s3, options, id).catch(failed)
      : query ? respondQuery(request, options, id) : respond(request, services, routes, options).catch(failed);
    // Whoever has left in the middle is not told anything.
    void answer.then((made) => write(request, response, made, id)).catch(() => response.destroy());
  });
  if (options.customers !== undefined) server.on('connect', wayIn(options.customers));
  await new Promise<void>((listening, failing) => {
    server.once('error', failing);
    server.listen(wanted, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
}

async function respond(request: IncomingMessage, services: Services, routes: readonly Route[], { authenticate = claimedCaller, authorize }: EndpointOptions): Promise<Answer> {
  const { method = 'GET', url: path = '/', headers } = request;
  const body = (await bodyOf(request)).toString('utf8');
  const route = routes.find(({ prefix }) => path.startsWith(prefix));
  if (route?.service !== undefined) {
    const caller = authenticate({ method, path, headers, body }, route.service);
    const { operation, input } = route.call?.(path.slice(route.prefix.length)) ?? { operation: method, input: {} };
    authorize?.({ service: route.service, operation, input, caller });
  }
  if (route !== undefined) return await route.answer({ method, path: path.slice(route.prefix.length), body, headers }) ?? { status: 404, body: '' };
  const { service, operation, run } = operationFor(method, headers, services);
  const caller = authenticate({ method, path, headers, body }, service);
  const input = readInput(body);
  authorize?.({ service, operation, input, caller });
  return { status: 200, body: JSON.stringify(await run(input, caller) ?? {}) };
}

/** AWS Query has its own shapes for answers and errors, and the same rules otherwise. */
async function respondQuery(request: IncomingMessage, { authenticate = claimedCaller, authorize, queries = {} }: EndpointOptions, requestId: string): Promise<Answer> {
  try {
    const { method = 'POST', url: path = '/', headers } = request;
    const body = (await bodyOf(request)).toString('utf8');
    const call = queryCall(body, queries);
    const caller = call.service.unsigned?.includes(call.action) === true ? NOBODY : authenticate({ method, path, headers, body }, call.service.signingName);
    authorize?.({ service: call.service.name, operation: call.action, input: call.input.tree, caller });
    return { status: 200, contentType: 'text/xml', body: queryAnswer(call, await call.run(call.input, caller), requestId) };
  } catch (thrown) {
    const { code, message, status } = errorOf(thrown);
    return { status, contentType: 'text/xml', error: code, body: queryError(code, message, status < 500 ? 'Sender' : 'Receiver', requestId) };
  }
}

/** Who has no key yet. */
const NOBODY: Caller = { accessKeyId: '', region: '' };

const isForS3 = ({ headers }: IncomingMessage): boolean => /\/s3\/aws4_request\b/.test(headers.authorization ?? '');

/** S3 has neither targets nor actions: what a request is for, its method, path and query say. */
async function respondS3(request: IncomingMessage, s3: RestService, { authenticate = claimedCaller }: EndpointOptions, requestId: string): Promise<Answer> {
  const { method = 'GET', url: path = '/', headers } = request;
  const body = await bodyOf(request, LARGEST_OBJECT_BYTES);
  const answer = s3({ method, path, headers, body }, () => authenticate({ method, path, headers, body }, 's3'), requestId);
  return { ...answer, headers: { 'x-amz-request-id': requestId, ...answer.headers } };
}

async function bodyOf(request: IncomingMessage, largest = LARGEST_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // The rest is read and thrown away, or the sender would never come to read the answer.
    if (bytes <= largest) chunks.push(chunk);
  }
  if (bytes > largest) throw new ServiceError('RequestEntityTooLargeException', `the request has ${bytes} bytes, and the region takes at most ${largest}`, 413);
  return Buffer.concat(chunks);
}

function failed(thrown: unknown): Answer {
  const { code, message, status, fields } = errorOf(thrown);
  return { status, error: code, body: JSON.stringify({ __type: code, message, ...fields }) };
}

function errorOf(thrown: unknown): Pick<ServiceError, 'code' | 'message' | 'status' | 'fields'> {
  return isServiceError(thrown) ? thrown : { code: 'InternalFailure', message: `the region failed: ${reasonOf(thrown)}`, status: 500, fields: {} };
}

function write(request: IncomingMessage, response: ServerResponse, { status, body, contentType, error, headers }: Answer, requestId: string): void {
  if (response.writableEnded || response.destroyed) return;
  const asked = contentTypeOf(request.headers);
  response.writeHead(status, {
    'content-type': contentType ?? (asked.startsWith('application/x-amz-json-') ? asked : 'application/x-amz-json-1.1'),
    'content-length': Buffer.byteLength(body), 'x-amzn-requestid': requestId, ...(error === undefined ? {} : { 'x-amzn-errortype': error }), ...headers,
  });
  response.end(body);
}
