import { spell, type Checked, type Problem } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';
import { answerCloudFormation } from './answer-cloudformation';
import type { CustomResourceRequest } from './custom-resource';

/** Reads what CloudFormation sends to a custom resource. It may send more, which nobody looks at. */
export function readRequest(event: unknown, path = 'event'): Checked<CustomResourceRequest> {
  const read = new Reader(event, path);
  const id = { pattern: /^\S+$/, like: 'a text without blanks' };
  const request: CustomResourceRequest = {
    RequestType: read.oneOf('RequestType', ['Create', 'Update', 'Delete']),
    ResponseURL: read.text('ResponseURL'),
    StackId: read.text('StackId', id),
    RequestId: read.text('RequestId', id),
    LogicalResourceId: read.text('LogicalResourceId', id),
    ResourceProperties: read.raw('ResourceProperties') as CustomResourceRequest['ResourceProperties'],
  };
  if (request.ResponseURL !== '' && !isAddress(request.ResponseURL)) read.wrong('ResponseURL', 'must be the address that the answer goes to');
  read.object('ResourceProperties');
  return read.result(request);
}

/**
 * Answers a request that cannot be read: a stack that gets no answer waits for an hour. What it says of itself is said back, as far as
 * it is said in texts.
 *
 * @throws the problems, where there is no address to answer to
 */
export async function refuseRequest(event: unknown, problems: readonly Problem[], physicalId: string): Promise<void> {
  const reason = `the request cannot be read: ${problems.map(spell).join('; ')}`;
  const said = (key: string): string => {
    const value = typeof event === 'object' && event !== null ? (event as Readonly<Record<string, unknown>>)[key] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const ResponseURL = said('ResponseURL');
  if (!isAddress(ResponseURL)) throw new Error(reason);
  await answerCloudFormation(
    { RequestType: 'Create', ResponseURL, StackId: said('StackId'), RequestId: said('RequestId'), LogicalResourceId: said('LogicalResourceId'), ResourceProperties: {} },
    { status: 'FAILED', physicalId, reason },
  );
}

const isAddress = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);
