import { at, isTrue, listed } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const tasksHideNothing: SafetyRule = {
  name: 'tasks-hide-nothing',
  description: 'a container writes its log somewhere, changes no file of its image, and has no power over its machine',
  fix: 'give it a LogConfiguration, ReadonlyRootFilesystem, a User, and no Privileged',
  check: (template) => each(template, 'AWS::ECS::TaskDefinition', (definition) => listed(property(definition, 'ContainerDefinitions')).flatMap((container): readonly Complaint[] => {
    const name = String(at(container, 'Name'));
    return [
      at(container, 'LogConfiguration.LogDriver') === undefined ? ['ContainerDefinitions', `${name} has no log`] : undefined,
      isTrue(at(container, 'ReadonlyRootFilesystem')) ? undefined : ['ContainerDefinitions', `${name} may change its files`],
      isTrue(at(container, 'Privileged')) ? ['ContainerDefinitions', `${name} is privileged`] : undefined,
      /^(root|0)?(:|$)/.test(String(at(container, 'User') ?? '')) ? ['ContainerDefinitions', `${name} runs as root`] : undefined,
    ];
  })),
};
