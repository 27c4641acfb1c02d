import type { Answer } from '../endpoint/route';
import type { Need } from '../iam/need';
import { need } from '../iam/need';
import type { Place } from '../place';
import { ServiceError } from '../service-error';
import { bucketArn, type Bucket, type Buckets } from './buckets';
import type { S3Request } from './request';

/** One operation of S3: which requests are for it, what they need, and what they are answered. */
export interface S3Operation {
  readonly name: string;
  readonly method: string;
  readonly on: 'service' | 'bucket' | 'object';
  /** The parameters of the query that make a request one for this operation. */
  readonly by?: readonly string[];
  /** Other parameters of the query that it takes. */
  readonly takes?: readonly string[];
  readonly action: string;
  run(request: S3Request, asked: Asked): Answer;
}

export interface Asked {
  readonly buckets: Buckets;
  /** Where whoever asks is. */
  readonly place: Place;
  /** The bucket of the request. @throws ServiceError `NoSuchBucket`, or `AccessDenied` for one whose owner is not the expected one */
  readonly bucket: () => Bucket;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html does without these: they say who calls, or how a client works. */
const ANYWHERE = new Set(['x-id', 'x-amz-user-agent']);

/** @throws ServiceError `NotImplemented` naming what the region does not have */
export function operationOf(request: S3Request, operations: readonly S3Operation[]): S3Operation {
  const { method, bucket, key, query } = request;
  const on = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const given = [...query.keys()].filter((name) => !ANYWHERE.has(name));
  const fitting = operations.filter((one) => one.method === method && one.on === on && (one.by ?? []).every((name) => given.includes(name)));
  const [found] = [...fitting].sort((one, other) => (other.by?.length ?? 0) - (one.by?.length ?? 0));
  const strange = given.filter((name) => found === undefined || ![...found.by ?? [], ...found.takes ?? []].includes(name));
  if (found !== undefined && strange.length === 0) return found;
  throw new ServiceError('NotImplemented', `A header you provided implies functionality that is not implemented: the region does not know ${method} of ${on === 'service' ? 'the service' : `a ${on}`}${given.length === 0 ? '' : ` with ${given.join(', ')}`}`, 501);
}

/** The permission for one request; a key of the region's own accounts for itself in `aws:ResourceAccount`. */
export function needOf({ action }: S3Operation, { bucket, key }: S3Request, buckets: Buckets): Need {
  const owner = buckets.find(bucket)?.place.account;
  const resource = bucket === '' ? '*' : key === '' ? bucketArn(bucket) : `${bucketArn(bucket)}/${key}`;
  return need(action, resource, owner === undefined ? {} : { 'aws:ResourceAccount': owner, 's3:ResourceAccount': owner });
}
