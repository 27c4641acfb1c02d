import { ServiceError } from '../service-error';

/** One operation of a service: takes the request's JSON, answers the response's JSON, throws a ServiceError. */
export type Operation = (input: Readonly<Record<string, unknown>>, caller: Caller) => Promise<unknown>;

/** Services by the prefix of `X-Amz-Target`, operations by name. */
export type Services = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Who signed a request. */
export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
}

interface Call {
  readonly run: Operation;
  readonly input: (body: string) => Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly contentType: string;
}

/** AWS JSON 1.0 and 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function operationFor(headers: Readonly<Record<string, string | readonly string[] | undefined>>, services: Services): Call {
  const target = String(headers['x-amz-target'] ?? '');
  const [service = '', name = ''] = target.split('.');
  const operations = services[service];
  if (operations === undefined) throw new ServiceError('UnknownOperationException', `the region has no service for the target '${target}'`, 404);
  const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (run === undefined) throw new ServiceError('UnknownOperationException', `the region does not know the operation ${name} of ${service}`, 404);
  return {
    run, input: readInput, caller: callerOf(String(headers['authorization'] ?? '')),
    contentType: String(headers['content-type'] ?? 'application/x-amz-json-1.1'),
  };
}

function readInput(body: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Readonly<Record<string, unknown>>;
  } catch { /* answered below */ }
  throw new ServiceError('SerializationException', 'the request body is not a JSON object');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html */
function callerOf(authorization: string): Caller {
  const credential = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/[^/]+\/aws4_request/.exec(authorization);
  if (credential === null) throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  return { accessKeyId: credential[1] ?? '', region: credential[2] ?? '' };
}
