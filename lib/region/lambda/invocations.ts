import type { Answer, Route } from '../endpoint/route';
import { ServiceError } from '../service-error';
import type { Functions } from './functions';

/** `Invoke`, which is REST and not JSON by target: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invocations(functions: Functions): Route {
  return {
    prefix: '/2015-03-31/functions/',
    service: 'lambda',
    call: (path) => ({ operation: 'Invoke', input: { FunctionName: decodeURIComponent(path.split('/')[0] ?? '') } }),
    async answer({ method, path, body, headers }) {
      const [, reference] = /^([^/?]+)\/invocations(?:\?.*)?$/.exec(path) ?? [];
      if (method !== 'POST' || reference === undefined) {
        throw new ServiceError('UnknownOperationException', `of Lambda's API the region knows POST /2015-03-31/functions/NAME/invocations, got ${method} ${path}`, 404);
      }
      return invoke(functions, decodeURIComponent(reference), [headers['x-amz-invocation-type']].flat()[0] ?? 'RequestResponse', body);
    },
  };
}

async function invoke(functions: Functions, reference: string, type: string, body: string): Promise<Answer> {
  const event = payloadIn(body);
  switch (type) {
    case 'Event':
      functions.start(reference, event);
      return { status: 202, body: '' };
    case 'DryRun':
      functions.named(reference);
      return { status: 204, body: '' };
    case 'RequestResponse': {
      const result = await functions.invoke(reference, event);
      const headers = { 'x-amz-executed-version': '$LATEST' };
      if (result.kind === 'returned') return { status: 200, body: JSON.stringify(result.value), headers };
      return { status: 200, body: JSON.stringify({ errorType: result.errorType, errorMessage: result.errorMessage, trace: result.trace }), headers: { ...headers, 'x-amz-function-error': 'Unhandled' } };
    }
    default:
      throw new ServiceError('InvalidParameterValueException', `InvocationType must be RequestResponse, Event or DryRun, got ${type}`);
  }
}

function payloadIn(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
