import type { Resource } from '../../template/template';
import { isTrue } from '../../template/template';
import type { SafetyRule, Violation } from '../safety-rule';

const stores = /^AWS::(RDS::DB(Instance|Cluster)|DynamoDB::(Global)?Table|S3::Bucket|KMS::Key|Logs::LogGroup|ECR::Repository|EFS::FileSystem)$/;

export const storesOutliveStacks: SafetyRule = {
  name: 'stores-outlive-stacks',
  description: 'what holds data stays, or leaves a snapshot, when its stack is deleted or it is replaced; a database cannot be deleted by mistake',
  fix: 'set DeletionPolicy and UpdateReplacePolicy to Retain (or Snapshot, or RetainExceptOnCreate), and DeletionProtection on databases',
  check: (template) => Object.entries(template.Resources).filter(([, resource]) => stores.test(resource.Type) && !isReplica(resource)).flatMap(([logicalId, resource]): readonly Violation[] => [
    ...(['DeletionPolicy', 'UpdateReplacePolicy'] as const).filter((policy) => !/^(Retain|RetainExceptOnCreate|Snapshot)$/.test(String(resource[policy]))).map((policy) => ({ logicalId, location: policy, found: String(resource[policy] ?? 'it does not say') })),
    ...(/^AWS::RDS/.test(resource.Type) && !isTrue(resource.Properties?.['DeletionProtection']) ? [{ logicalId, location: 'Properties.DeletionProtection', found: 'it is off' }] : []),
  ]),
};

const isReplica = ({ Properties }: Resource): boolean => Properties?.['SourceDBInstanceIdentifier'] !== undefined;
