import type { Clock } from '../../core/time';
import { seconds } from '../../core/units';
import type { Identifiers } from '../identifiers';
import { FailedCreation } from './failed-creation';
import type { Created, Existing, ResourceProvider, ResourceRequest } from './provider';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-customresource.html: one hour unless ServiceTimeout says less. */
const LONGEST_TIMEOUT_SECONDS = 3600;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const LARGEST_ANSWER_BYTES = 4096;

export interface CustomResourcePorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** Starts the function without waiting for it. */
  readonly invoke: (functionArn: string, event: unknown) => void;
  /** Opens an address for one answer. */
  readonly answers: { open(): { readonly url: string; readonly body: Promise<string>; close(): void } };
}

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** Resources that a function of the template makes: the request goes to the function, the answer comes by HTTP PUT to a one-time address. */
export function customResource(ports: CustomResourcePorts): ResourceProvider {
  return {
    async create(request) {
      const { answer, requestId } = await ask(ports, request, { RequestType: 'Create' });
      const physicalId = answer.PhysicalResourceId ?? requestId;
      if (answer.Status === 'FAILED') throw new FailedCreation(physicalId, failure(answer, requestId));
      return { physicalId, attributes: answer.Data ?? {} };
    },
    async update(request, existing): Promise<Created> {
      if (request.properties['ServiceToken'] !== existing.properties['ServiceToken']) throw new Error('Modifying service token is not allowed.');
      const { answer, requestId } = await ask(ports, request, {
        RequestType: 'Update', PhysicalResourceId: existing.physicalId, OldResourceProperties: asTexts(existing.properties),
      });
      if (answer.Status === 'FAILED') throw new Error(failure(answer, requestId));
      return { physicalId: answer.PhysicalResourceId ?? existing.physicalId, attributes: answer.Data ?? {} };
    },
    async delete(request, existing: Existing) {
      const { answer, requestId } = await ask(ports, request, { RequestType: 'Delete', PhysicalResourceId: existing.physicalId });
      if (answer.Status === 'FAILED') throw new Error(failure(answer, requestId));
    },
  };
}

async function ask(ports: CustomResourcePorts, request: ResourceRequest, about: Readonly<Record<string, unknown>>): Promise<{ answer: Answer; requestId: string }> {
  const { ServiceToken, ServiceTimeout } = request.properties;
  const requestId = ports.ids.uuid();
  const address = ports.answers.open();
  const over = new AbortController();
  try {
    ports.invoke(String(ServiceToken), {
      ...about, ServiceToken, ResponseURL: address.url, StackId: request.stackId, RequestId: requestId,
      LogicalResourceId: request.logicalId, ResourceType: request.type, ResourceProperties: asTexts(request.properties),
    });
    const limit = Math.min(Number(ServiceTimeout ?? LONGEST_TIMEOUT_SECONDS), LONGEST_TIMEOUT_SECONDS);
    const late = ports.clock.sleep(seconds(limit), over.signal).then(() => undefined, () => undefined);
    const body = await Promise.race([address.body, late]);
    return { answer: body === undefined ? silence(requestId) : read(body), requestId };
  } finally {
    over.abort();
    address.close();
  }
}

const silence = (requestId: string): Answer => ({
  Status: 'FAILED',
  Reason: `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}].`,
});

function read(body: string): Answer {
  if (Buffer.byteLength(body) > LARGEST_ANSWER_BYTES) return { Status: 'FAILED', Reason: 'Response object is too long.' };
  try {
    const answer = JSON.parse(body) as Answer;
    if (answer.Status === 'SUCCESS' || answer.Status === 'FAILED') return answer;
    return { Status: 'FAILED', Reason: `Invalid Response object: Value ${JSON.stringify(answer.Status)} at 'Status' is not SUCCESS or FAILED` };
  } catch {
    return { Status: 'FAILED', Reason: 'Response is not valid JSON' };
  }
}

const failure = ({ Reason }: Answer, requestId: string): string => `Received response status [FAILED] from custom resource. Message returned: ${Reason ?? ''} (RequestId: ${requestId})`;

/** CloudFormation sends every leaf as a text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
