import { ServiceError } from '../service-error';

const KINDS = {
  application: { required: 'ApplicationNameRequiredException', invalid: 'InvalidApplicationNameException', says: 'application name' },
  deploymentGroup: { required: 'DeploymentGroupNameRequiredException', invalid: 'InvalidDeploymentGroupNameException', says: 'deployment group name' },
  deploymentConfig: { required: 'DeploymentConfigNameRequiredException', invalid: 'InvalidDeploymentConfigNameException', says: 'deployment configuration name' },
} as const;

/** Letters, digits and `._+=,@-`, at most 100: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const NAME = /^[A-Za-z0-9._+=,@-]{1,100}$/;

/** @throws ServiceError when the name is missing or not one */
export function checkedName(kind: keyof typeof KINDS, given: unknown): string {
  const { required, invalid, says } = KINDS[kind];
  if (given === undefined || given === null || given === '') throw new ServiceError(required, `The ${says} must be specified.`);
  if (typeof given !== 'string' || !NAME.test(given)) throw new ServiceError(invalid, `The ${says} ${JSON.stringify(given)} is not valid: it has 1 to 100 letters, digits and . _ + = , @ -`);
  return given;
}

export const configurationName = (given: unknown): string => checkedName('deploymentConfig', given);
