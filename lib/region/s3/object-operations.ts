import { createHash } from 'node:crypto';
import type { Clock } from '../../core/time';
import type { Answer } from '../endpoint/route';
import type { Headers } from '../endpoint/json-protocol';
import type { Identifiers } from '../identifiers';
import { ServiceError } from '../service-error';
import { xmlAnswer } from './answer';
import type { Bucket, Upload } from './buckets';
import type { StoredObject } from './objects';
import type { Asked, S3Operation } from './operation';
import type { S3Request } from './request';

/** What can be done with objects, at once or in parts. */
export function objectOperations({ clock, ids }: { readonly clock: Pick<Clock, 'now'>; readonly ids: Identifiers }): readonly S3Operation[] {
  const store = (bucket: Bucket, upload: Omit<Upload, 'parts'>, content: Buffer, etag = digest('md5', content).toString('hex')): StoredObject => {
    const object: StoredObject = { key: upload.key, content, etag, contentType: upload.contentType, headers: upload.headers, at: clock.now() };
    bucket.objects.set(object.key, object);
    return object;
  };
  return [
    { name: 'GetObject', method: 'GET', on: 'object', takes: ['partNumber'], action: 's3:GetObject', run: (request, { bucket }) => contents(request, stored(request, bucket())) },
    { name: 'HeadObject', method: 'HEAD', on: 'object', action: 's3:GetObject', run: (request, { bucket }) => ({ ...contents(request, stored(request, bucket())), body: '' }) },
    {
      name: 'PutObject', method: 'PUT', on: 'object', action: 's3:PutObject',
      run(request, { bucket }) {
        refuseCopy(request);
        refuseBroken(request);
        return { status: 200, body: '', headers: { etag: `"${store(bucket(), described(request), request.body).etag}"`, ...encryptionOf(bucket()) } };
      },
    },
    {
      name: 'DeleteObject', method: 'DELETE', on: 'object', action: 's3:DeleteObject',
      run({ key }, { bucket }) {
        bucket().objects.delete(key);
        return { status: 204, body: '' };
      },
    },
    {
      name: 'CreateMultipartUpload', method: 'POST', on: 'object', by: ['uploads'], action: 's3:PutObject',
      run(request, { bucket }) {
        const id = ids.lower(64);
        bucket().uploads.set(id, { ...described(request), parts: new Map() });
        return xmlAnswer('InitiateMultipartUploadResult', { Bucket: request.bucket, Key: request.key, UploadId: id });
      },
    },
    {
      name: 'UploadPart', method: 'PUT', on: 'object', by: ['partNumber', 'uploadId'], action: 's3:PutObject',
      run(request, asked) {
        refuseBroken(request);
        uploadOf(request, asked).parts.set(Number(request.query.get('partNumber')), request.body);
        return { status: 200, body: '', headers: { etag: `"${digest('md5', request.body).toString('hex')}"` } };
      },
    },
    {
      name: 'CompleteMultipartUpload', method: 'POST', on: 'object', by: ['uploadId'], action: 's3:PutObject',
      run(request, asked) {
        const upload = uploadOf(request, asked);
        const numbers = [...request.body.toString('utf8').matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
        const parts = numbers.map((number) => upload.parts.get(number) ?? refuse('InvalidPart', 'One or more of the specified parts could not be found.'));
        const etag = `${digest('md5', Buffer.concat(parts.map((part) => digest('md5', part)))).toString('hex')}-${parts.length}`;
        store(asked.bucket(), upload, Buffer.concat(parts), etag);
        asked.bucket().uploads.delete(request.query.get('uploadId') ?? '');
        return xmlAnswer('CompleteMultipartUploadResult', { Bucket: request.bucket, Key: request.key, ETag: `"${etag}"` });
      },
    },
    {
      name: 'AbortMultipartUpload', method: 'DELETE', on: 'object', by: ['uploadId'], action: 's3:AbortMultipartUpload',
      run(request, asked) {
        uploadOf(request, asked);
        asked.bucket().uploads.delete(request.query.get('uploadId') ?? '');
        return { status: 204, body: '' };
      },
    },
  ];
}

const digest = (algorithm: string, content: Buffer): Buffer => createHash(algorithm).update(content).digest();

function stored({ key }: S3Request, { objects }: Bucket): StoredObject {
  return objects.get(key) ?? refuse('NoSuchKey', 'The specified key does not exist.', 404);
}

function uploadOf({ query }: S3Request, { bucket }: Asked): Upload {
  return bucket().uploads.get(query.get('uploadId') ?? '') ?? refuse('NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.', 404);
}

const described = ({ key, headers }: S3Request): Omit<Upload, 'parts'> => ({
  key, contentType: textIn(headers, 'content-type') ?? 'binary/octet-stream',
  headers: Object.fromEntries(Object.keys(headers).filter((name) => name.startsWith('x-amz-meta-') || name === 'cache-control' || name === 'content-disposition').map((name) => [name, textIn(headers, name) ?? ''])),
});

function contents({ headers }: S3Request, { content, etag, contentType, headers: own, at }: StoredObject): Answer {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(textIn(headers, 'range') ?? '') ?? [];
  const facts = { etag: `"${etag}"`, 'last-modified': new Date(at).toUTCString(), 'accept-ranges': 'bytes', ...own };
  if (from === undefined) return { status: 200, contentType, body: content, headers: { ...facts, 'content-length': String(content.length) } };
  if (Number(from) >= content.length) return refuse('InvalidRange', 'The requested range is not satisfiable', 416);
  const part = content.subarray(Number(from), to === undefined || to === '' ? undefined : Number(to) + 1);
  return { status: 206, contentType, body: part, headers: { ...facts, 'content-length': String(part.length), 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${content.length}` } };
}

/** What a client says of the content has to be so. */
function refuseBroken({ headers, body }: S3Request): void {
  const sums = [['content-md5', 'md5'], ['x-amz-checksum-sha256', 'sha256'], ['x-amz-checksum-sha1', 'sha1']] as const;
  const wrong = sums.find(([name, algorithm]) => textIn(headers, name) !== undefined && textIn(headers, name) !== digest(algorithm, body).toString('base64'));
  if (wrong !== undefined) refuse('BadDigest', `The ${wrong[0]} you specified did not match what we received.`);
}

function refuseCopy({ headers }: S3Request): void {
  if (headers['x-amz-copy-source'] !== undefined) refuse('NotImplemented', 'A header you provided implies functionality that is not implemented: the region does not copy objects (x-amz-copy-source)', 501);
}

const encryptionOf = ({ encryption: [rule] }: Bucket): Readonly<Record<string, string>> => ({ 'x-amz-server-side-encryption': rule?.algorithm ?? 'AES256' });

const textIn = (headers: Headers, name: string): string | undefined => (headers[name] === undefined ? undefined : [headers[name]].flat().join(','));

function refuse(code: string, message: string, status = 400): never {
  throw new ServiceError(code, message, status);
}
