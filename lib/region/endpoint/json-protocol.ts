import { ServiceError } from '../service-error';

/** One operation of a service: takes the request's JSON, answers the response's JSON, throws a ServiceError. */
export type Operation = (input: Readonly<Record<string, unknown>>, caller: Caller) => Promise<unknown>;

/** Services by the prefix of `X-Amz-Target`, operations by name. */
export type Services = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Who signed a request. */
export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
  /** The ARN of the role's session, or what else names whoever holds the key; `undefined` when the endpoint does not ask who calls. */
  readonly principal?: string | undefined;
  /** The ARN of the role whose session it is; nothing for a person. */
  readonly role?: string | undefined;
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly run: Operation;
}

/** AWS JSON 1.0 and 1.1 have these: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
const CONTENT_TYPE = /^application\/x-amz-json-1\.[01]$/;

/**
 * What a request is for, by AWS JSON 1.0 and 1.1.
 *
 * @throws ServiceError `UnknownOperationException` naming what the region does not speak, have or know
 */
export function operationFor(method: string, headers: Headers, services: Services): Call {
  const target = String(headers['x-amz-target'] ?? '');
  const contentType = contentTypeOf(headers);
  if (method !== 'POST' || !CONTENT_TYPE.test(contentType)) {
    return unknown(`the region speaks AWS JSON 1.0 and 1.1 by POST, got ${method} with the content type '${contentType}'`);
  }
  const [service = '', name = '', ...rest] = target.split('.');
  const operations = Object.hasOwn(services, service) ? services[service] : undefined;
  if (operations === undefined || rest.length > 0) return unknown(`the region has no service for the target '${target}'`);
  const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
  return run === undefined ? unknown(`the region does not know the operation ${name} of ${service}`) : { service, operation: name, run };
}

/** An answer has the content type of its question. */
export function contentTypeOf(headers: Headers): string {
  return (String(headers['content-type'] ?? '').split(';')[0] ?? '').trim().toLowerCase();
}

/** @throws ServiceError `SerializationException` */
export function readInput(body: string): Readonly<Record<string, unknown>> {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Readonly<Record<string, unknown>>;
  } catch { /* said below */ }
  throw new ServiceError('SerializationException', 'the request body is not a JSON object');
}

function unknown(message: string): never {
  throw new ServiceError('UnknownOperationException', message, 404);
}
