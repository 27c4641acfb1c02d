import type { Caller, Headers } from '../endpoint/json-protocol';
import type { Answer } from '../endpoint/route';
import type { Need } from '../iam/need';
import { placeOf } from '../place';
import { isServiceError, reasonOf, ServiceError } from '../service-error';
import { errorAnswer } from './answer';
import { bucketOperations } from './bucket-operations';
import type { Bucket, Buckets } from './buckets';
import { objectOperations } from './object-operations';
import { needOf, operationOf } from './operation';
import { s3Request, type S3Request } from './request';

export interface S3Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** S3 speaks REST in XML, and tells every error in XML of its own; one that answers HEAD has no body. */
export type RestService = (call: S3Call, callerOf: () => Caller, requestId: string) => Answer;

/** @param demand judges what a caller needs. @throws ServiceError */
export function s3Rest(buckets: Buckets, ports: Parameters<typeof objectOperations>[0], demand: (caller: Caller, needs: readonly Need[]) => void): RestService {
  const operations = [...bucketOperations(ports.clock), ...objectOperations(ports)];
  const answer = (call: S3Call, callerOf: () => Caller): Answer => {
    const caller = callerOf();
    const request = s3Request(call.method, call.path, call.headers, call.body);
    const operation = operationOf(request, operations);
    demandInWords(() => demand(caller, [needOf(operation, request, buckets)]));
    return operation.run(request, { buckets, place: placeOf(caller), bucket: () => expected(request, buckets.named(request.bucket)) });
  };
  return (call, callerOf, requestId) => {
    try {
      return answer(call, callerOf);
    } catch (thrown) {
      const { status, code, message } = isServiceError(thrown) ? thrown : { status: 500, code: 'InternalError', message: `the region failed: ${reasonOf(thrown)}` };
      const refused = errorAnswer(status, code, message, requestId);
      return call.method === 'HEAD' ? { ...refused, body: '' } : refused;
    }
  };
}

/** A client can insist on whose bucket it is: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function expected({ headers }: S3Request, bucket: Bucket): Bucket {
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== bucket.place.account) throw new ServiceError('AccessDenied', 'Access Denied', 403);
  return bucket;
}

/** S3 has a name of its own for what other services call `AccessDeniedException`. */
function demandInWords(demand: () => void): void {
  try {
    demand();
  } catch (thrown) {
    throw isServiceError(thrown) && thrown.code === 'AccessDeniedException' ? new ServiceError('AccessDenied', thrown.message, 403) : thrown;
  }
}
