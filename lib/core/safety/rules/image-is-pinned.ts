import { at, listed } from '../../template/template';
import { textOf } from '../../template/readable';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const imageIsPinned: SafetyRule = {
  name: 'image-is-pinned',
  description: 'an image is named by its digest: a tag can come to mean another image, also on the way back',
  fix: 'name it as repository@sha256:...',
  check: (template) => each(template, 'AWS::ECS::TaskDefinition', (definition) => listed(property(definition, 'ContainerDefinitions')).map((container): Complaint => {
    const image = textOf(at(container, 'Image')) ?? '';
    return /@sha256:[0-9a-f]{64}$/.test(image) ? undefined : ['ContainerDefinitions', `the image ${image}`];
  })),
};
