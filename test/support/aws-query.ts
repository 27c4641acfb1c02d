import { createHash, createHmac } from 'node:crypto';
import { wallClock } from '../../lib/edge/time/wall-clock';

export interface AwsAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
}

export interface AwsAnswer {
  readonly status: number;
  readonly text: string;
  /** The text of the first element of that name; undefined when there is none. */
  first(element: string): string | undefined;
  /** The texts of all elements of that name. */
  all(element: string): readonly string[];
}

const VERSIONS = { cloudformation: '2010-05-15', sts: '2011-06-15', elasticloadbalancing: '2015-12-01' } as const;

/** Asks a service by AWS Query, as clients do that were not made here. Lists and objects are spelled out: `{ 'Tags.member.1.Key': 'a' }`. */
export async function awsQuery(access: AwsAccess, service: keyof typeof VERSIONS, action: string, fields: Readonly<Record<string, string>> = {}): Promise<AwsAnswer> {
  const body = new URLSearchParams({ Action: action, Version: VERSIONS[service], ...fields }).toString();
  return awsRequest(access, service, 'POST', '/', body, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' });
}

/** Signs a request (SigV4) and sends it. */
export async function awsRequest({ endpoint, region, credentials }: AwsAccess, service: string, method: string, path: string, body: string | Buffer = '', headers: Readonly<Record<string, string>> = {}): Promise<AwsAnswer> {
  const stamp = new Date(wallClock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const all: Record<string, string> = { ...headers, host: new URL(endpoint).host, 'x-amz-date': stamp, 'x-amz-security-token': credentials.sessionToken, 'x-amz-content-sha256': sha256(body) };
  const names = Object.keys(all).sort();
  const [uri = '/', query = ''] = path.split('?');
  const canonicalQuery = query === '' ? '' : query.split('&').map((part) => (part.includes('=') ? part : `${part}=`)).sort().join('&');
  const canonical = [method, uri, canonicalQuery, ...names.map((name) => `${name}:${all[name] ?? ''}`), '', names.join(';'), sha256(body)].join('\n');
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const key = scope.split('/').reduce<Buffer | string>((previous, part) => hmac(previous, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex');
  const { host, ...sent } = all;
  void host;
  const answer = await fetch(`${endpoint}${path}`, {
    method, headers: { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}` },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  const text = await answer.text();
  const elements = (element: string): readonly string[] => [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, inner = '']) => inner.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))));
  return { status: answer.status, text, first: (element) => elements(element)[0], all: elements };
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, content: string): Buffer => createHmac('sha256', key).update(content).digest();
