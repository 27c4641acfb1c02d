import type { CustomResourceAnswer, CustomResourceRequest } from './custom-resource';
import { pause } from './pause';

/** More than 4096 bytes are no answer: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const LONGEST_REASON = 2_500;

const TRIES = 4;

/**
 * Tells CloudFormation the answer; without one a stack waits for an hour.
 *
 * @throws when the answer was not taken
 */
export async function answerCloudFormation(request: CustomResourceRequest, answer: CustomResourceAnswer): Promise<void> {
  const body = JSON.stringify({
    Status: answer.status,
    Reason: answer.status === 'FAILED' ? shortened(answer.reason) : 'done',
    PhysicalResourceId: answer.physicalId,
    StackId: request.StackId,
    RequestId: request.RequestId,
    LogicalResourceId: request.LogicalResourceId,
  });
  for (let tries = 1; ; tries += 1) {
    const refused = await put(request.ResponseURL, body);
    if (refused === undefined) return;
    if (tries === TRIES) throw new Error(`CloudFormation did not take the answer ${answer.status}: ${refused}`);
    await pause(500 * tries);
  }
}

/** One line, as tables of events show it. The limit is one of bytes; what is cut in the middle of a letter would be told as a mark of its own. */
const shortened = (reason: string): string => Buffer.from(reason.replaceAll(/\s+/g, ' ')).subarray(0, LONGEST_REASON).toString().replace(/\uFFFD+$/, '');

/** @returns why the answer was not taken, without the address */
async function put(url: string, body: string): Promise<string | undefined> {
  try {
    // The address is signed for an empty content type.
    const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
    await response.arrayBuffer();
    return response.ok ? undefined : `status ${response.status}`;
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    return cause?.code ?? 'no connection';
  }
}
