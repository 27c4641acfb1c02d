import { createHash, createHmac } from 'node:crypto';
import { pause } from './pause';

/** A service that speaks AWS JSON 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export interface AwsJsonService {
  /** By this name it is reached and requests are signed, such as `logs`. */
  readonly name: string;
  /** What its targets begin with, such as `Logs_20140328`. */
  readonly target: string;
}

export type AwsJson = (operation: string, input: object, signal?: AbortSignal) => Promise<Readonly<Record<string, unknown>>>;

/** What Lambda gives a function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
type Variables = Readonly<Record<string, string | undefined>>;

const TRIES = 3;
const PAUSE_MS = 200;

/**
 * Calls a service in the name of the function's role, for the two or three operations that are no reason for a client of their own.
 *
 * An endpoint is taken from `AWS_ENDPOINT_URL`, as AWS's clients do. An answer that says "not now" is asked for again twice.
 *
 * @throws Error named as the service's error is, with `$metadata.httpStatusCode` as that of a client
 */
export function awsJson({ name, target }: AwsJsonService, variables: Variables = process.env, wait: (ms: number) => Promise<void> = pause): AwsJson {
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL: endpoint = `https://${name}.${region}.amazonaws.com` } = variables;
  const url = new URL(endpoint);
  return async (operation, input, signal) => {
    const body = JSON.stringify(input);
    for (let tries = 1; ; tries += 1) {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${operation}` };
      const response = await fetch(url, { method: 'POST', body, headers: signed(url, body, headers, { name, region }, variables), ...(signal && { signal }) });
      const answer = parsed(await response.text());
      if (response.ok) return answer;
      const refused = refusal(answer, response.status);
      if (tries === TRIES || !isPassing(refused.name, response.status)) throw refused;
      await wait(PAUSE_MS * tries);
    }
  };
}

const isPassing = (error: string, status: number): boolean => status >= 500 || status === 429 || /Throttl|TooManyRequests|LimitExceeded/.test(error);

function refusal({ __type: type, message, Message }: Readonly<Record<string, unknown>>, status: number): Error {
  const error = new Error(String(message ?? Message ?? `status ${status}`));
  error.name = String(type ?? 'UnknownError').split('#').at(-1) ?? '';
  return Object.assign(error, { $metadata: { httpStatusCode: status } });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signed(url: URL, body: string, given: Readonly<Record<string, string>>, { name, region }: { readonly name: string; readonly region: string }, variables: Variables): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: key = '', AWS_SECRET_ACCESS_KEY: secret = '', AWS_SESSION_TOKEN: token } = variables;
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const [date] = stamp.split('T');
  const headers: Record<string, string> = { ...given, host: url.host, 'x-amz-date': stamp, ...(token === undefined ? {} : { 'x-amz-security-token': token }) };
  const names = Object.keys(headers).sort();
  const canonical = ['POST', url.pathname, '', ...names.map((one) => `${one}:${headers[one]}`), '', names.join(';'), sha256(body)].join('\n');
  const scope = `${date}/${region}/${name}/aws4_request`;
  const signingKey = [date ?? '', region, name, 'aws4_request'].reduce<Buffer | string>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex');
  return { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` };
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, content: string): Buffer => createHmac('sha256', key).update(content).digest();

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text === '' ? '{}' : text) as Readonly<Record<string, unknown>>;
  } catch {
    return { message: text.slice(0, 200) };
  }
}
