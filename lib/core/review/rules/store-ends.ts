import { type Change, isEnd } from '../change';
import type { Rule, Sighting } from '../finding';
import { isRecord } from '../../template/template';

/** Types whose resources hold what cannot be made again: records, messages, logs, keys to read them with, images to go back to. */
const stores = new RegExp(`^AWS::(${[
  'RDS::DB(Instance|Cluster)', 'DynamoDB::(Global)?Table', 'S3::Bucket', 'SQS::Queue', 'Logs::LogGroup', 'KMS::Key', 'SecretsManager::Secret', 'ECR::Repository',
  'EFS::FileSystem', 'EC2::Volume', 'Kinesis::Stream', 'ElastiCache::.*', 'OpenSearchService::Domain', 'Backup::BackupVault',
].join('|')})$`);

/** A store of data that is deleted, or for which an empty one is put in place. */
export const storeEnds: Rule = ({ changes }) => changes.filter(({ type }) => stores.test(type)).flatMap((change): readonly Sighting[] => {
  const { fate, replacedBecauseOf: reasons } = change;
  const isReplica = isRecord(change.before?.Properties) && change.before.Properties['SourceDBInstanceIdentifier'] !== undefined;
  const risk = isReplica || isKept(change) ? 'downtime' : 'data-loss';
  const left = isReplica ? ': a replica, whose data are on its source too' : isKept(change) ? ': the old one is kept with its data, and nobody uses it' : '';
  if (isEnd(change)) return [{ change, risk, what: `${change.type} is removed${left}` }];
  if (fate === 'replaced') return [{ change, risk, what: `${change.type} is replaced by an empty one because of ${reasons.join(', ')}${left}` }];
  // Of RDS the specification means that it is interrupted, which is for another rule.
  return fate === 'perhaps-replaced' && !change.type.startsWith('AWS::RDS::') ? [{ change, risk, what: `${change.type} may be replaced by an empty one because of ${reasons.join(', ')}${left}` }] : [];
});

/** Deleting what a failed creation left is no loss, so `RetainExceptOnCreate` keeps all that matters. */
function isKept({ fate, before, after }: Change): boolean {
  const policy = isEnd({ fate } as Change) ? before?.DeletionPolicy : after?.UpdateReplacePolicy;
  return fate === 'left-behind' || /^Retain/.test(String(policy));
}
