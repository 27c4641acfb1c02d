import type { Headers } from '../endpoint/json-protocol';
import { ServiceError } from '../service-error';

/** A request as S3 reads it: which bucket and object, and which of their parts, by the path or by the host. */
export interface S3Request {
  readonly method: string;
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Both styles of https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function s3Request(method: string, path: string, headers: Headers, body: Buffer): S3Request {
  const [whole = '/', query = ''] = path.split(/\?(.*)/s);
  const segments = whole.replace(/^\//, '').split('/');
  const hosted = bucketInHost(String(headers['host'] ?? ''));
  const [bucket = '', ...rest] = hosted === undefined ? segments : [hosted, ...segments];
  return { method, bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')), query: new URLSearchParams(query), headers, body: withoutChunks(headers, body) };
}

function bucketInHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '');
  // `bucket.localhost` is what a client makes of the endpoint's own name.
  return /^(.+)\.s3[.-][a-z0-9.-]+$/.exec(name)?.[1] ?? /^(.+)\.localhost$/.exec(name)?.[1];
}

/**
 * The body without what `aws-chunked` puts around its chunks and after them.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html: the region trusts the connection, and believes the chunks.
 */
function withoutChunks(headers: Headers, body: Buffer): Buffer {
  if (!String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const line = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, line), 16);
    if (line < 0 || Number.isNaN(size)) throw new ServiceError('IncompleteBody', 'The request body terminated unexpectedly');
    if (size === 0) break;
    parts.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
