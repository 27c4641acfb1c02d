import { ServiceError } from '../service-error';
import { need } from '../iam/need';
import type { ServiceRoles } from '../iam/service-roles';
import type { FunctionDefinition } from './functions';

/** What Lambda looks for when a function is to have a network interface: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const INTERFACES = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'];

/** @throws ServiceError `InvalidParameterValueException` in the words of CreateFunction, when Lambda cannot use the role */
export function refuseRole({ role, arn, place, name, attached }: FunctionDefinition, roles: ServiceRoles): void {
  roles.trust(role, 'lambda.amazonaws.com', { arn, account: place.account }, place.region, { code: 'InvalidParameterValueException', message: 'The role defined for the function cannot be assumed by Lambda.' });
  if (attached === undefined) return;
  const missing = INTERFACES.filter((action) => !roles.allows({ roleArn: role, session: name, region: place.region }, [need(`ec2:${action}`, '*')]));
  if (missing.length > 0) throw new ServiceError('InvalidParameterValueException', `The provided execution role does not have permissions to call ${missing.join(', ')} on EC2`);
}
