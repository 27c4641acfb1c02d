import type { Clock } from '../../core/time';
import { seconds } from '../../core/units';
import type { Identifiers } from '../identifiers';
import { parseArn } from '../place';
import { readAnswer, type Answer } from './custom-resource-answer';
import { PartlyMade, Refused, type Created, type ResourceProvider, type ResourceRequest } from './provider';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html: one hour unless ServiceTimeout says less. */
const LONGEST_TIMEOUT_SECONDS = 3600;

export interface CustomResourcePorts {
  readonly clock: Clock;
  readonly ids: Identifiers;
  /** Starts the function without waiting for it. @throws when there is no such function */
  readonly invoke: (functionArn: string, event: unknown) => void;
  /** Opens an address for one answer. */
  readonly answers: { open(region: string): { readonly url: string; readonly body: Promise<string>; close(): void } };
}

/** Resources that a function of the account makes: the request goes to the function, the answer comes by HTTP PUT to a one-time address. */
export function customResource(ports: CustomResourcePorts): ResourceProvider {
  /** What CloudFormation calls a resource whose function has not said what to call it. */
  const unnamed = ({ stackName, logicalId }: ResourceRequest): string => `${stackName}-${logicalId}-${ports.ids.upper(12)}`;
  return {
    async create(request, cancelled) {
      const answer = await ask(ports, request, { RequestType: 'Create' }, cancelled);
      // A failed one is deleted too, under the id that its answer has: https://github.com/aws/aws-cdk/pull/5525
      if (answer.kind === 'failure') throw new PartlyMade(answer.physicalId ?? unnamed(request), answer.reason);
      return made(answer);
    },
    async update(request, existing, cancelled) {
      if (request.properties['ServiceToken'] !== existing.properties['ServiceToken']) throw new Refused('ValidationError', 'Modifying service token is not allowed.');
      const about = { RequestType: 'Update', PhysicalResourceId: existing.physicalId, OldResourceProperties: asTexts(existing.properties) };
      const answer = await ask(ports, request, about, cancelled);
      if (answer.kind === 'success') return made(answer);
      // With another id it has failed as a replacement, and the new one is deleted: https://github.com/aws/aws-cdk/issues/17040
      throw answer.physicalId === undefined || answer.physicalId === existing.physicalId ? new Error(answer.reason) : new PartlyMade(answer.physicalId, answer.reason);
    },
    async delete(request, existing) {
      const answer = await ask(ports, request, { RequestType: 'Delete', PhysicalResourceId: existing.physicalId }, undefined);
      if (answer.kind === 'failure') throw new Error(answer.reason);
    },
  };
}

const made = ({ physicalId, data }: Extract<Answer, { kind: 'success' }>): Created => ({ physicalId, attributes: data });

async function ask(ports: CustomResourcePorts, request: ResourceRequest, about: Readonly<Record<string, unknown>>, cancelled: AbortSignal | undefined): Promise<Answer> {
  const { clock, ids, answers, invoke } = ports;
  const { ServiceToken, ServiceTimeout } = request.properties;
  const service = parseArn(String(ServiceToken))?.service;
  if (service !== 'lambda') throw new Refused('ValidationError', `the region invokes custom resources by the ARN of a Lambda function, got the service token ${JSON.stringify(ServiceToken)}`);
  const limit = timeoutOf(ServiceTimeout);
  const asked = { StackId: request.stackId, RequestId: ids.uuid(), LogicalResourceId: request.logicalId };
  const address = answers.open(request.place.region);
  const over = new AbortController();
  const stop = (): void => over.abort();
  cancelled?.addEventListener('abort', stop, { once: true });
  try {
    invoke(String(ServiceToken), { ...about, ...asked, ServiceToken, ResponseURL: address.url, ResourceType: request.type, ResourceProperties: asTexts(request.properties) });
    const late = clock.sleep(seconds(limit), over.signal).then(() => 'late' as const, () => 'cancelled' as const);
    const heard = await Promise.race([address.body.then((body) => ({ body })), late]);
    // Whoever is given up is not waited for: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814
    return typeof heard === 'string' ? silence(asked.RequestId) : readAnswer(heard.body, asked);
  } finally {
    over.abort();
    cancelled?.removeEventListener('abort', stop);
    address.close();
  }
}

function timeoutOf(given: unknown): number {
  const limit = Number(given ?? LONGEST_TIMEOUT_SECONDS);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LONGEST_TIMEOUT_SECONDS) return limit;
  throw new Refused('ValidationError', `ServiceTimeout must be a number of seconds from 1 to ${LONGEST_TIMEOUT_SECONDS}, got ${JSON.stringify(given)}`);
}

const silence = (requestId: string): Answer => ({
  kind: 'failure', physicalId: undefined, reason: `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. `
    + 'If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.',
});

/** CloudFormation sends every leaf as a text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
