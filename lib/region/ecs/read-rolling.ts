import { fieldsOf, isTrue, refuseOthers, wholeNumber } from '../fields';
import { ServiceError } from '../service-error';
import type { RollingSettings } from './rolling';

const INVALID = 'InvalidParameterException';

/**
 * Reads `DeploymentConfiguration` of a service that ECS rolls out; with the spelling of a template.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function readRolling(what: string, given: unknown): RollingSettings {
  const configuration = fieldsOf(given);
  refuseOthers(what, configuration, { served: ['MaximumPercent', 'MinimumHealthyPercent', 'DeploymentCircuitBreaker'] }, INVALID);
  const breaker = fieldsOf(configuration['DeploymentCircuitBreaker']);
  refuseOthers(`${what}.DeploymentCircuitBreaker`, breaker, { served: ['Enable', 'Rollback'] }, INVALID);
  const maximumPercent = wholeNumber(`${what}.MaximumPercent`, configuration['MaximumPercent'], [100, 10_000], 200);
  const minimumHealthyPercent = wholeNumber(`${what}.MinimumHealthyPercent`, configuration['MinimumHealthyPercent'], [0, 100], 100);
  if (maximumPercent === 100 && minimumHealthyPercent === 100) throw new ServiceError(INVALID, 'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.');
  return { maximumPercent, minimumHealthyPercent, breaker: { enabled: isTrue(breaker['Enable']), rollback: isTrue(breaker['Rollback']) } };
}
