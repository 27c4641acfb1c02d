import type { Clock } from '../../core/time';
import type { Providers, ResourceProvider, ResourceRequest } from '../cloudformation/provider';
import { fieldsOf, listOf, textOf } from '../fields';
import type { Bucket } from './buckets';
import type { Objects } from './objects';

/** The CloudFormation type of a bucket: it holds objects; everything else about it is a record. */
export function bucketResources(objects: Objects, record: ResourceProvider, clock: Pick<Clock, 'now'>): Providers {
  const configure = (bucket: Bucket, { properties }: ResourceRequest): void => {
    const rules = listOf(fieldsOf(properties['BucketEncryption'])['ServerSideEncryptionConfiguration']).map(({ ServerSideEncryptionByDefault }) => fieldsOf(ServerSideEncryptionByDefault));
    bucket.encryption = rules.length === 0 ? [{ algorithm: 'AES256', key: undefined }] : rules.map(({ SSEAlgorithm, KMSMasterKeyID }) => ({ algorithm: String(SSEAlgorithm), key: textOf(KMSMasterKeyID) }));
    const status = fieldsOf(properties['VersioningConfiguration'])['Status'];
    bucket.versioning = status === 'Enabled' || status === 'Suspended' ? status : undefined;
  };
  return {
    'AWS::S3::Bucket': {
      async create(request, cancelled) {
        const made = await record.create(request, cancelled);
        configure(objects.buckets.make(made.physicalId, request.place, clock.now()), request);
        return made;
      },
      async update(request, existing, cancelled) {
        configure(objects.buckets.named(existing.physicalId), request);
        return record.update(request, existing, cancelled);
      },
      async delete(_, { physicalId }) {
        if (objects.buckets.find(physicalId) !== undefined) objects.buckets.remove(physicalId);
      },
    },
  };
}
