import type { Providers, ResourceRequest } from '../cloudformation/provider';
import { textOf } from '../fields';
import type { Identifiers } from '../identifiers';
import type { Keys } from '../kms/keys';
import { arnOf } from '../place';
import { isServiceError, ServiceError } from '../service-error';
import type { LogStore } from './log-store';
import { readMetricFilter } from './metric-filter';
import type { MetricFilters } from './metric-filters';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = new Set([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]);

/** The CloudFormation types of CloudWatch Logs that have behaviour here. */
export function logResources(logs: LogStore, filters: MetricFilters, ids: Identifiers, keys: Keys): Providers {
  return {
    'AWS::Logs::LogGroup': {
      async create(request) {
        const name = String(request.properties['LogGroupName'] ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`);
        const arn = arnOf('logs', request.place, `log-group:${name}`);
        refuseKey(request, arn, keys);
        logs.create(name, retentionOf(request));
        return { physicalId: name, attributes: { Arn: `${arn}:*` } };
      },
      async update(request, existing) {
        logs.retain(existing.physicalId, retentionOf(request));
        return existing;
      },
      async delete(_, { physicalId }) {
        logs.remove(physicalId);
      },
    },
    'AWS::Logs::MetricFilter': {
      async create(request) {
        const name = String(request.properties['FilterName'] ?? `${request.stackName}-${request.logicalId}-${ids.upper(12)}`);
        const filter = readMetricFilter(name, request);
        if (filters.has(filter)) throw new ServiceError('AlreadyExists', `${name} already exists in ${filter.group}`);
        filters.put(filter);
        return { physicalId: name, attributes: {} };
      },
      async update(request, existing) {
        filters.put(readMetricFilter(existing.physicalId, request));
        return existing;
      },
      async delete(_, { physicalId, properties }) {
        filters.remove({ group: String(properties['LogGroupName']), name: physicalId });
      },
    },
  };
}

/** Logs itself encrypts, and only the policy of the key can allow that: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function refuseKey({ properties, place }: ResourceRequest, arn: string, keys: Keys): void {
  try {
    keys.demandOfService(`logs.${place.region}.amazonaws.com`, textOf(properties['KmsKeyId']), 'attach', { arn, account: place.account }, { 'kms:EncryptionContext:aws:logs:arn': arn });
  } catch (thrown) {
    if (!isServiceError(thrown)) throw thrown;
    throw new ServiceError('InvalidParameterException', `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`);
  }
}

function retentionOf({ properties }: ResourceRequest): number | undefined {
  const { RetentionInDays, LogGroupClass = 'STANDARD', DataProtectionPolicy } = properties;
  if (LogGroupClass !== 'STANDARD') throw new ServiceError('InvalidParameterException', `the region has log groups of the class STANDARD, got ${String(LogGroupClass)}`);
  if (DataProtectionPolicy !== undefined) throw new ServiceError('InvalidParameterException', 'the region does not mask log events (DataProtectionPolicy)');
  if (RetentionInDays === undefined) return undefined;
  if (!RETENTIONS.has(Number(RetentionInDays))) throw new ServiceError('InvalidParameterException', `1 validation error detected: Value '${String(RetentionInDays)}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...RETENTIONS].join(', ')}]`);
  return Number(RetentionInDays);
}
