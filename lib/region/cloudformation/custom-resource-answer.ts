import { isFields } from './arguments';

/** What the function behind a custom resource says: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
export type Answer =
  | { readonly kind: 'success'; readonly physicalId: string; readonly data: Readonly<Record<string, unknown>> }
  /** `physicalId` is `undefined` when the answer has none that could be used. */
  | { readonly kind: 'failure'; readonly physicalId: string | undefined; readonly reason: string };

/** What an answer has to repeat of its request. */
export interface Asked {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

const LARGEST_BYTES = 4096;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html: 1 KB */
const LONGEST_PHYSICAL_ID = 1024;

/** Reads an answer; one that breaks the protocol is a failure that says how. */
export function readAnswer(body: string, asked: Asked): Answer {
  if (Buffer.byteLength(body) > LARGEST_BYTES) return broken('Response object is too long.');
  const answer = parsed(body);
  if (answer === undefined) return broken('Response is not valid JSON');
  if (!isFields(answer)) return broken('Invalid Response object: it is not an object');
  const { Status, Reason, PhysicalResourceId, Data = {} } = answer;
  const strange = Object.entries({ ...asked }).find(([name, value]) => answer[name] !== value);
  if (strange !== undefined) return broken(`Invalid Response object: Value ${JSON.stringify(answer[strange[0]])} of ${strange[0]} is not that of the request`);
  if (Status !== 'SUCCESS' && Status !== 'FAILED') return broken(`Invalid Response object: Value ${JSON.stringify(Status)} at 'Status' is not SUCCESS or FAILED`);
  if (typeof PhysicalResourceId !== 'string' || PhysicalResourceId === '' || PhysicalResourceId.length > LONGEST_PHYSICAL_ID) return broken('Invalid PhysicalResourceId');
  if (Status === 'FAILED') return { kind: 'failure', physicalId: PhysicalResourceId, reason: failureText(Reason, asked) };
  return isFields(Data) ? { kind: 'success', physicalId: PhysicalResourceId, data: Data } : broken('Invalid Response object: Data is not an object');
}

const failureText = (reason: unknown, { RequestId }: Asked): string =>
  `Received response status [FAILED] from custom resource. Message returned: ${typeof reason === 'string' && reason !== '' ? reason : 'no reason given'} (RequestId: ${RequestId})`;

const broken = (reason: string): Answer => ({ kind: 'failure', physicalId: undefined, reason });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
