import type { Clock } from '../../core/time';
import type { Answer } from '../endpoint/route';
import { isoTime } from './iso-time';
import { ServiceError } from '../service-error';
import { xmlAnswer } from './answer';
import type { StoredObject } from './objects';
import type { S3Operation } from './operation';
import type { S3Request } from './request';

const MOST_KEYS = 1_000;

/** What can be asked of buckets: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export const bucketOperations = (clock: Pick<Clock, 'now'>): readonly S3Operation[] => [
  {
    name: 'ListBuckets', method: 'GET', on: 'service', takes: ['max-buckets', 'prefix', 'bucket-region', 'continuation-token'], action: 's3:ListAllMyBuckets',
    run: (_, { buckets, place }) => xmlAnswer('ListAllMyBucketsResult', {
      Owner: { ID: place.account }, Buckets: { Bucket: buckets.of(place.account).map(({ name, at, place: { region } }) => ({ Name: name, CreationDate: isoTime(at), BucketRegion: region })) },
    }),
  },
  {
    name: 'HeadBucket', method: 'HEAD', on: 'bucket', action: 's3:ListBucket',
    run: (_, { bucket }) => ({ status: 200, body: '', headers: { 'x-amz-bucket-region': bucket().place.region } }),
  },
  {
    name: 'CreateBucket', method: 'PUT', on: 'bucket', action: 's3:CreateBucket',
    run: ({ bucket: name }, { buckets, place }) => ({ status: 200, body: '', headers: { location: `/${buckets.make(name, place, clock.now()).name}` } }),
  },
  {
    name: 'DeleteBucket', method: 'DELETE', on: 'bucket', action: 's3:DeleteBucket',
    run(_, { buckets, bucket }) {
      buckets.remove(bucket().name);
      return { status: 204, body: '' };
    },
  },
  {
    name: 'GetBucketLocation', method: 'GET', on: 'bucket', by: ['location'], action: 's3:GetBucketLocation',
    // The first region has no name here: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    run(_, { bucket }) {
      const { region } = bucket().place;
      return { status: 200, contentType: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region === 'us-east-1' ? '' : region}</LocationConstraint>` };
    },
  },
  {
    name: 'GetBucketEncryption', method: 'GET', on: 'bucket', by: ['encryption'], action: 's3:GetEncryptionConfiguration',
    run: (_, { bucket }) => xmlAnswer('ServerSideEncryptionConfiguration', {
      Rule: bucket().encryption.map(({ algorithm, key }) => ({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: key }, BucketKeyEnabled: false })),
    }),
  },
  {
    name: 'GetBucketVersioning', method: 'GET', on: 'bucket', by: ['versioning'], action: 's3:GetBucketVersioning',
    run: (_, { bucket }) => xmlAnswer('VersioningConfiguration', { Status: bucket().versioning }),
  },
  {
    name: 'ListObjectsV2', method: 'GET', on: 'bucket', by: ['list-type'], takes: ['prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type', 'fetch-owner'], action: 's3:ListBucket',
    run: (request, { bucket }) => list(request, [...bucket().objects.values()]),
  },
  {
    name: 'DeleteObjects', method: 'POST', on: 'bucket', by: ['delete'], action: 's3:DeleteObject',
    run({ body }, { bucket }) {
      const keys = [...body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key.replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'"));
      for (const key of keys) bucket().objects.delete(key);
      return xmlAnswer('DeleteResult', { Deleted: keys.map((Key) => ({ Key })) });
    },
  },
];

function list({ bucket, query }: S3Request, objects: readonly StoredObject[]): Answer {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const most = Number(query.get('max-keys') ?? MOST_KEYS);
  if (!Number.isInteger(most) || most < 0) throw new ServiceError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  const token = query.get('continuation-token');
  const after = token === null ? query.get('start-after') ?? '' : Buffer.from(token, 'base64').toString('utf8');
  const encode = (text: string): string => (query.get('encoding-type') === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const within = objects.filter(({ key }) => key.startsWith(prefix) && key > after).sort((one, other) => (one.key < other.key ? -1 : 1));
  // What lies behind a delimiter is one entry, of which only the beginning is told.
  const groupOf = ({ key }: StoredObject): string | undefined => {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter.length);
  };
  const groups = [...new Set(within.flatMap((object) => groupOf(object) ?? []))].filter((group) => group > after);
  const entries = within.filter((object) => groupOf(object) === undefined);
  const shown = entries.slice(0, Math.min(most, MOST_KEYS));
  const truncated = shown.length < entries.length;
  return xmlAnswer('ListBucketResult', {
    Name: bucket, Prefix: encode(prefix), Delimiter: delimiter === '' ? undefined : encode(delimiter), MaxKeys: most, KeyCount: shown.length + groups.length, IsTruncated: truncated,
    EncodingType: query.get('encoding-type') ?? undefined, NextContinuationToken: truncated ? Buffer.from(shown.at(-1)?.key ?? '').toString('base64') : undefined,
    Contents: shown.map(({ key, content, etag, at }) => ({ Key: encode(key), LastModified: isoTime(at), ETag: `"${etag}"`, Size: content.length, StorageClass: 'STANDARD' })),
    CommonPrefixes: groups.map((group) => ({ Prefix: encode(group) })),
  });
}
