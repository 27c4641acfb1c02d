import { unclearIn } from './clear';
import { refused, taken, wrong, type Outcome } from './subject';

const ID_FIELDS = ['StackId', 'RequestId', 'LogicalResourceId'] as const;

/** The address that an event gives for its answer; nothing when it gives none. */
export function addressIn(event: unknown): string | undefined {
  const url = typeof event === 'object' && event !== null ? (event as Readonly<Record<string, unknown>>).ResponseURL : undefined;
  return typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined;
}

/**
 * Whether CloudFormation got its one answer, as it wants it:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function judgeAnswer(event: unknown, answers: readonly { readonly url: string; readonly body: string }[], thrown: unknown): Outcome {
  const address = addressIn(event);
  const [answer, ...more] = answers;
  if (address === undefined) return answer === undefined ? judgeRefusal(thrown) : wrong(`it answered somewhere: ${answer.url}`);
  if (answer === undefined || more.length > 0) return wrong(`${answers.length} answers (thrown: ${String(thrown)})`);
  return answer.url === address ? judgeBody(event as Readonly<Record<string, unknown>>, answer.body) : wrong(`the answer went to ${answer.url}`);
}

/** Whether what was thrown, where nobody could be answered, is one clear error. */
export function judgeRefusal(thrown: unknown): Outcome {
  const unclear = thrown === undefined ? 'nobody was told' : unclearIn([(thrown as Error).message]);
  return unclear === undefined ? refused : wrong(unclear);
}

function judgeBody(given: Readonly<Record<string, unknown>>, text: string): Outcome {
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const lost = ID_FIELDS.find((key) => typeof given[key] === 'string' && body[key] !== given[key]);
  if (lost !== undefined) return wrong(`the answer says ${lost} ${JSON.stringify(body[lost])}`);
  if (typeof body.PhysicalResourceId !== 'string' || body.PhysicalResourceId === '') return wrong('the answer has no PhysicalResourceId');
  const ids = ID_FIELDS.reduce((bytes, key) => bytes + Buffer.byteLength(JSON.stringify(given[key]) ?? ''), 0);
  if (ids < 1_000 && Buffer.byteLength(text) > 4_096) return wrong(`an answer of ${Buffer.byteLength(text)} bytes`);
  if (body.Status === 'SUCCESS') return taken;
  const unclear = body.Status === 'FAILED' ? unclearIn([String(body.Reason)]) : `the status ${String(body.Status)}`;
  return unclear === undefined ? refused : wrong(unclear);
}
