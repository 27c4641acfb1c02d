import { ServiceError } from '../service-error';

/** @throws ServiceError `DeploymentIdRequiredException`, `InvalidDeploymentIdException` */
export function deploymentId(given: unknown): string {
  if (given === undefined || given === null || given === '') throw new ServiceError('DeploymentIdRequiredException', 'At least one deployment ID must be specified.');
  if (typeof given !== 'string' || !/^d-[A-Z0-9]{9}$/.test(given)) throw new ServiceError('InvalidDeploymentIdException', `Specified DeploymentId is not in the valid format: ${String(given)}`);
  return given;
}
