import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../core/units';
import { minutes } from '../../core/units';
import type { Identity } from '../iam/identities';
import { ServiceError } from '../service-error';
import type { Caller, Headers } from './json-protocol';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | Buffer;
}

/** What an `Authorization` header claims: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** A request is good for so long before and after the moment that it names. */
const LONGEST_SKEW = minutes(5);

/** The name under which each service signs, by the prefix of its target. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  CodeDeploy_20141006: 'codedeploy', AmazonEC2ContainerServiceV20141113: 'ecs', AWSStepFunctions: 'states', secretsmanager: 'secretsmanager',
  AmazonSSM: 'ssm', Logs_20140328: 'logs', GraniteServiceVersion20100801: 'monitoring', TrentService: 'kms', DynamoDB_20120810: 'dynamodb', AmazonSQS: 'sqs', AmazonSNS: 'sns', elasticloadbalancing: 'elasticloadbalancing', sts: 'sts', s3: 's3', cloudformation: 'cloudformation', AnyScaleFrontendService: 'application-autoscaling',
};

/** Whoever a request says that it comes from. @throws ServiceError for one that says nothing that can be read */
export function claimedCaller({ headers }: SignedRequest): Caller {
  const { accessKeyId, region } = readClaim(headers);
  return { accessKeyId, region };
}

/**
 * Believes a request only when the holder of a key that was given out has signed it, for this service, within five minutes.
 *
 * @throws ServiceError in AWS's words
 */
export function authenticator(identityOf: (accessKeyId: string) => Identity | undefined, now: () => Instant): (request: SignedRequest, service: string) => Caller {
  return (request, service) => {
    const claim = readClaim(request.headers);
    const identity = identityOf(claim.accessKeyId);
    if (identity === undefined || headerOf(request.headers, 'x-amz-security-token') !== identity.sessionToken) {
      throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    const signingName = SIGNING_NAMES[service] ?? claim.service;
    if (claim.service !== signingName) return wrong(`Credential should be scoped to correct service: '${signingName}'.`);
    const stamp = headerOf(request.headers, 'x-amz-date');
    refuseSkew(stamp, now());
    if (!stamp.startsWith(claim.date)) return wrong(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claim.date}' != '${stamp.slice(0, 8)}'.`);
    const [expected, given] = [Buffer.from(signatureOf(request, claim, stamp, identity.secretAccessKey)), Buffer.from(claim.signature)];
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
      return wrong('The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.');
    }
    return { accessKeyId: claim.accessKeyId, region: claim.region, principal: identity.principal, role: identity.role };
  };
}

function readClaim(headers: Headers): Claim {
  const authorization = headerOf(headers, 'authorization');
  if (authorization === '') throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  const part = (name: string): string => new RegExp(`(?:\\s|,)${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  const [accessKeyId = '', date = '', region = '', service = '', end] = part('Credential').split('/');
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => part(name) === '');
  if (!authorization.startsWith('AWS4-HMAC-SHA256') || missing.length > 0) {
    throw new ServiceError('IncompleteSignatureException', `${missing.map((name) => `Authorization header requires '${name}' parameter. `).join('')}Authorization=${authorization.slice(0, 20)}...`, 403);
  }
  if (end !== 'aws4_request' || region === '' || !/^\d{8}$/.test(date)) throw new ServiceError('IncompleteSignatureException', `Credential must have at least 5 elements, such as KEY/20260105/region/service/aws4_request, got ${part('Credential').replace(/^[^/]*/, 'KEY')}`, 403);
  return { accessKeyId, date, region, service, signedHeaders: part('SignedHeaders').split(';'), signature: part('Signature') };
}

function refuseSkew(stamp: string, now: Instant): void {
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(at)) throw new ServiceError('IncompleteSignatureException', `Date must be in ISO-8601 'basic format'. Got '${stamp}'.`, 403);
  const spell = (moment: number): string => new Date(moment).toISOString().replace(/[-:]|\.\d+/g, '');
  if (at < now - LONGEST_SKEW) wrong(`Signature expired: ${stamp} is now earlier than ${spell(now - LONGEST_SKEW)} (${spell(now)} - 5 min.)`);
  if (at > now + LONGEST_SKEW) wrong(`Signature not yet current: ${stamp} is still later than ${spell(now + LONGEST_SKEW)} (${spell(now)} + 5 min.)`);
}

function signatureOf(request: SignedRequest, { date, region, service, signedHeaders }: Claim, stamp: string, secret: string): string {
  const { method, path, headers, body } = request;
  const [uri = '/', query = ''] = path.split(/\?(.*)/s);
  const canonicalHeaders = signedHeaders.map((name) => `${name}:${headerOf(headers, name).trim().replace(/ +/g, ' ')}\n`).join('');
  // Every service but S3 encodes each part of the path once more than it was sent, and hashes the body itself.
  const canonicalUri = service === 's3' ? uri : uri.split('/').map(encodeURIComponent).join('/');
  const payload = service === 's3' ? payloadHash(request) : sha256(body);
  const canonical = [method, canonicalUri, canonicalQuery(query), canonicalHeaders, signedHeaders.join(';'), payload].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, `${date}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

const canonicalQuery = (query: string): string => (query === '' ? [] : query.split('&')).map((part) => (part.includes('=') ? part : `${part}=`)).sort().join('&');

/** What the sender says that it has hashed: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function payloadHash({ headers, body }: SignedRequest): string {
  const said = headerOf(headers, 'x-amz-content-sha256');
  if (/^[0-9a-f]{64}$/.test(said) && said !== sha256(body)) throw new ServiceError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
  return said;
}

const headerOf = (headers: Headers, name: string): string => [headers[name] ?? ''].flat().join(',');
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, content: string): Buffer => createHmac('sha256', key).update(content).digest();

function wrong(message: string): never {
  throw new ServiceError('InvalidSignatureException', message, 403);
}
