import { at } from '../../template/template';
import { each, property, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

/** Properties that change, or that AWS changes, in the life of a service. */
const living = ['DesiredCount', 'Tags', 'PropagateTags', 'CapacityProviderStrategy', 'PlatformVersion', 'ForceNewDeployment'];

export const serviceIsLeftAlone: SafetyRule = {
  name: 'service-is-left-alone',
  description: 'a service under CODE_DEPLOY names nothing that CloudFormation could ever have to update: ECS refuses every update of it (https://github.com/aws/aws-cdk/issues/23564)',
  fix: 'leave the property out, and name the task definition by its family alone',
  check: (template) => each(template, 'AWS::ECS::Service', (service) => {
    if (at(service, 'Properties.DeploymentController.Type') !== 'CODE_DEPLOY') return undefined;
    const named = living.filter((name) => property(service, name) !== undefined).map((name): Complaint => [name, 'it is named']);
    const definition = property(service, 'TaskDefinition');
    return typeof definition === 'string' && !definition.includes(':') ? named : [...named, ['TaskDefinition', 'it is a revision, which every release changes']];
  }),
};
