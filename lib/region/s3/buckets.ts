import type { Instant } from '../../core/units';
import type { Place } from '../place';
import { ServiceError } from '../service-error';
import type { StoredObject } from './objects';

/** An upload in several parts that has not been completed. */
export interface Upload {
  readonly key: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

export interface Bucket {
  readonly name: string;
  readonly place: Place;
  readonly at: Instant;
  /** Rules of `BucketEncryption`; without one of its own a bucket has S3's: https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
  encryption: readonly { readonly algorithm: string; readonly key: string | undefined }[];
  versioning: 'Enabled' | 'Suspended' | undefined;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
}

/** Buckets by their names, which nobody else in the partition can have. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();

  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** @throws ServiceError `NoSuchBucket` */
  named(name: string): Bucket {
    const found = this.buckets.get(name);
    if (found === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return found;
  }

  of(account: string): readonly Bucket[] {
    return [...this.buckets.values()].filter(({ place }) => place.account === account);
  }

  /** @throws ServiceError when somebody has a bucket of that name, or when nobody can have one */
  make(name: string, place: Place, at: Instant): Bucket {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) throw new ServiceError('InvalidBucketName', `The specified bucket is not valid: ${name}`);
    const other = this.buckets.get(name);
    if (other?.place.account === place.account) throw new ServiceError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', 409);
    if (other !== undefined) throw new ServiceError('BucketAlreadyExists', 'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.', 409);
    const bucket: Bucket = { name, place, at, encryption: [{ algorithm: 'AES256', key: undefined }], versioning: undefined, objects: new Map(), uploads: new Map() };
    this.buckets.set(name, bucket);
    return bucket;
  }

  /** @throws ServiceError `BucketNotEmpty` */
  remove(name: string): void {
    const { objects } = this.named(name);
    if (objects.size > 0) throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    this.buckets.delete(name);
  }
}

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
