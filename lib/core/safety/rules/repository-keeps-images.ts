import { readable } from '../../template/readable';
import { at, isTrue, listed } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const repositoryKeepsImages: SafetyRule = {
  name: 'repository-keeps-images',
  description: 'a tag means the same image for ever, images are scanned when they come, and no release is deleted, with the repository or by age',
  fix: 'set ImageTagMutability to IMMUTABLE, ImageScanningConfiguration.ScanOnPush to true, leave EmptyOnDelete out, and let only tagged images expire, under prefixes that no release has',
  check: (template) => each(template, 'AWS::ECR::Repository', (repository): readonly Complaint[] => [
    property(repository, 'ImageTagMutability') === 'IMMUTABLE' ? undefined : ['ImageTagMutability', String(property(repository, 'ImageTagMutability') ?? 'MUTABLE')],
    isTrue(property(repository, 'ImageScanningConfiguration.ScanOnPush')) ? undefined : ['ImageScanningConfiguration.ScanOnPush', 'it is off'],
    isTrue(property(repository, 'EmptyOnDelete')) ? ['EmptyOnDelete', 'images go with it'] : undefined,
    ...expiring(property(repository, 'LifecyclePolicy.LifecyclePolicyText')).map((said): Complaint => ['LifecyclePolicy', said]),
  ]),
};

/** What a rule throws away that may be a release: ECR does not know which images are deployed, or may have to be again. */
function expiring(policy: unknown): readonly string[] {
  return listed(at(readable(policy), 'rules')).map((rule) => at(rule, 'selection')).flatMap((selection) => {
    const prefixes = listed(at(selection, 'tagPrefixList')).map(String);
    if (at(selection, 'tagStatus') !== 'tagged' || prefixes.length === 0) return [`it lets ${String(at(selection, 'tagStatus'))} images expire, whatever they are called`];
    return prefixes.filter((prefix) => prefix.startsWith('release') || 'release-'.startsWith(prefix)).map((prefix) => `it lets images expire whose tags begin with '${prefix}'`);
  });
}
