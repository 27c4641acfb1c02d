import { deflateRawSync } from 'node:zlib';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dice } from '../../../lib/core/chance';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { authenticator } from '../../../lib/region/endpoint/signature';
import { identities } from '../../../lib/region/iam/identities';
import { identifiers } from '../../../lib/region/identifiers';
import { Objects } from '../../../lib/region/s3/objects';
import { s3Request } from '../../../lib/region/s3/request';
import { s3Rest } from '../../../lib/region/s3/rest';
import { ServiceError } from '../../../lib/region/service-error';
import { awsRequest } from '../../support/aws-query';

const known = identities(identifiers(dice(1)));
const credentials = known.issue('arn:aws:iam::111111111111:user/developer');
const stranger = known.issue('arn:aws:sts::111111111111:assumed-role/reader/session', 'arn:aws:iam::111111111111:role/reader');
const asked: string[] = [];
let objects: Objects;
let endpoint: Endpoint;

beforeEach(async () => {
  objects = new Objects(mkdtempSync(join(tmpdir(), 'objects-')));
  asked.length = 0;
  endpoint = await startEndpoint({}, [], {
    authenticate: authenticator((key) => known.byAccessKey(key), () => wallClock.now()),
    s3: s3Rest(objects.buckets, { clock: wallClock, ids: identifiers(dice(2)) }, ({ role }, needs) => {
      asked.push(...needs.map(({ action, resource }) => `${action} ${resource}`));
      if (role !== undefined) throw new ServiceError('AccessDeniedException', 'User is not authorized', 403);
    }),
  });
  await ask('PUT', '/assets');
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const ask = (method: string, path: string, body: string | Buffer = '', headers: Readonly<Record<string, string>> = {}, who = credentials) =>
  awsRequest({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials: who }, 's3', method, path, body, headers);

test('an object is what was put under its key, and goes with its bucket only when it is deleted', async () => {
  await ask('PUT', '/assets/a%20b/c.json', '{"a":1}', { 'content-type': 'application/json', 'x-amz-meta-by': 'cdk' });
  expect(await ask('GET', '/assets/a%20b/c.json')).toMatchObject({ status: 200, text: '{"a":1}' });
  expect((await ask('GET', '/assets/a%20b/c.json', '', { range: 'bytes=1-3' })).text).toBe('"a"');
  expect(await ask('DELETE', '/assets')).toMatchObject({ status: 409, text: expect.stringContaining('<Code>BucketNotEmpty</Code>') });
  await ask('DELETE', '/assets/a%20b/c.json');
  expect((await ask('GET', '/assets/a%20b/c.json')).first('Code')).toBe('NoSuchKey');
  expect((await ask('DELETE', '/assets')).status).toBe(204);
  expect((await ask('GET', '/assets?location')).first('Code')).toBe('NoSuchBucket');
});

test('a bucket tells where it is, how it encrypts, and what it holds, in pages', async () => {
  for (const key of ['a/1', 'a/2', 'b', 'c']) await ask('PUT', `/assets/${key}`, key);
  expect((await ask('GET', '/assets?location')).text).toContain('>ap-northeast-2</LocationConstraint>');
  expect((await ask('GET', '/assets?encryption')).first('SSEAlgorithm')).toBe('AES256');
  const first = await ask('GET', '/assets?list-type=2&max-keys=2');
  expect([first.all('Key'), first.first('IsTruncated')]).toEqual([['a/1', 'a/2'], 'true']);
  expect((await ask('GET', `/assets?list-type=2&continuation-token=${encodeURIComponent(first.first('NextContinuationToken') ?? '')}`)).all('Key')).toEqual(['b', 'c']);
  const grouped = await ask('GET', '/assets?delimiter=%2F&list-type=2');
  expect([grouped.all('Key'), grouped.all('Prefix').at(-1)]).toEqual([['b', 'c'], 'a/']);
  expect((await ask('GET', '/')).all('Name')).toEqual(['assets']);
});

test('an upload in parts is one object in the end', async () => {
  const id = (await ask('POST', '/assets/big?uploads')).first('UploadId') ?? '';
  await ask('PUT', `/assets/big?partNumber=2&uploadId=${id}`, 'world');
  await ask('PUT', `/assets/big?partNumber=1&uploadId=${id}`, 'hello ');
  const body = '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part><Part><PartNumber>2</PartNumber></Part></CompleteMultipartUpload>';
  expect((await ask('POST', `/assets/big?uploadId=${id}`, body)).first('ETag')).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect((await ask('GET', '/assets/big')).text).toBe('hello world');
  expect((await ask('POST', `/assets/big?uploadId=${id}`, body)).first('Code')).toBe('NoSuchUpload');
});

test('each request is judged by the permission that AWS has for it', async () => {
  asked.length = 0;
  await ask('GET', '/assets?list-type=2');
  await ask('PUT', '/assets/a', '1');
  await ask('GET', '/assets/a');
  expect(asked).toEqual(['s3:ListBucket arn:aws:s3:::assets', 's3:PutObject arn:aws:s3:::assets/a', 's3:GetObject arn:aws:s3:::assets/a']);
  expect(await ask('GET', '/assets/a', '', {}, stranger)).toMatchObject({ status: 403, text: expect.stringContaining('<Code>AccessDenied</Code>') });
});

test.each<[string, string, string, Readonly<Record<string, string>>, string]>([
  ['another owner than the expected one', 'GET', '/assets?location', { 'x-amz-expected-bucket-owner': '222222222222' }, 'AccessDenied'],
  ['a checksum that does not fit', 'PUT', '/assets/a', { 'x-amz-checksum-sha256': 'AAAA' }, 'BadDigest'],
  ['what S3 has and the region has not', 'GET', '/assets?acl', {}, 'NotImplemented'],
  ['a copy', 'PUT', '/assets/a', { 'x-amz-copy-source': '/assets/b' }, 'NotImplemented'],
  ['a name that no bucket can have', 'PUT', '/AB', {}, 'InvalidBucketName'],
  ['a bucket that is there', 'PUT', '/assets', {}, 'BucketAlreadyOwnedByYou'],
])('%s is refused', async (_, method, path, headers, code) => {
  expect((await ask(method, path, '', headers)).first('Code')).toBe(code);
});

test('a body in chunks is stored without what is around them', () => {
  const body = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
  expect(s3Request('PUT', '/assets/a', { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }, Buffer.from(body)).body.toString()).toBe('hello world');
});

test.each([['/assets/a/b?x=1', {}, 'assets', 'a/b'], ['/a/b', { host: 'assets.s3.ap-northeast-2.amazonaws.com' }, 'assets', 'a/b'], ['/a', { host: 'my.assets.localhost:4566' }, 'my.assets', 'a'], ['/', {}, '', '']])(
  '%s with %p is a bucket and a key', (path, headers, bucket, key) => {
      expect(s3Request('GET', path, headers, Buffer.alloc(0))).toMatchObject({ bucket, key });
  });

test('an uploaded archive is unpacked where somebody needs it, and names no file outside of itself', async () => {
  await ask('PUT', '/assets/code.zip', zip({ 'index.js': 'exports.handler = 1', 'lib/a.js': 'a' }));
  const directory = objects.pathOf('assets', 'code.zip') ?? '';
  expect([readFileSync(join(directory, 'index.js'), 'utf8'), readFileSync(join(directory, 'lib/a.js'), 'utf8')]).toEqual(['exports.handler = 1', 'a']);
  await ask('PUT', '/assets/bad.zip', zip({ '../out.js': 'a' }));
  expect(() => objects.pathOf('assets', 'bad.zip')).toThrow('the archive names a file outside of itself: ../out.js');
  await ask('PUT', '/assets/none.zip', 'no archive');
  expect(() => objects.pathOf('assets', 'none.zip')).toThrow('Could not unzip uploaded file');
  expect(objects.pathOf('assets', 'gone.zip')).toBeUndefined();
});

/** An archive as a client writes it that does not know the sizes when it begins a file. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(Buffer.concat(parts).length, 42);
    parts.push(header, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(parts).length, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
