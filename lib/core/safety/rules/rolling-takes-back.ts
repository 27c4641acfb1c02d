import { at, isTrue } from '../../template/template';
import { each, type Complaint } from '../each';
import type { SafetyRule } from '../safety-rule';

export const rollingTakesBack: SafetyRule = {
  name: 'rolling-takes-back',
  description: 'a service that ECS itself replaces task by task gives up what does not start, and goes back: otherwise it tries for hours',
  fix: 'enable DeploymentCircuitBreaker with Rollback',
  check: (template) => each(template, 'AWS::ECS::Service', (service) => {
    if ((at(service, 'Properties.DeploymentController.Type') ?? 'ECS') !== 'ECS') return undefined;
    const location = 'DeploymentConfiguration.DeploymentCircuitBreaker';
    return ['Enable', 'Rollback'].filter((name) => !isTrue(at(service, `Properties.${location}.${name}`))).map((name): Complaint => [`${location}.${name}`, 'it is off']);
  }),
};
