import { isTrue } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const repositoryKeepsImages: SafetyRule = {
  name: 'repository-keeps-images',
  description: 'a tag means the same image for ever, images are scanned when they come, and are not deleted with the repository',
  fix: 'set ImageTagMutability to IMMUTABLE, ImageScanningConfiguration.ScanOnPush to true, and leave EmptyOnDelete out',
  check: (template) => each(template, 'AWS::ECR::Repository', (repository): readonly Complaint[] => [
    property(repository, 'ImageTagMutability') === 'IMMUTABLE' ? undefined : ['ImageTagMutability', String(property(repository, 'ImageTagMutability') ?? 'MUTABLE')],
    isTrue(property(repository, 'ImageScanningConfiguration.ScanOnPush')) ? undefined : ['ImageScanningConfiguration.ScanOnPush', 'it is off'],
    isTrue(property(repository, 'EmptyOnDelete')) ? ['EmptyOnDelete', 'images go with it'] : undefined,
  ]),
};
