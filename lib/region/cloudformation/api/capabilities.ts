import { ServiceError } from '../../service-error';
import type { Template } from '../template';

/** Types that give permissions, and the property that gives one a name of its own: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::IAM::AccessKey': '', 'AWS::IAM::Group': 'GroupName', 'AWS::IAM::InstanceProfile': 'InstanceProfileName', 'AWS::IAM::ManagedPolicy': 'ManagedPolicyName', 'AWS::IAM::Policy': '', 'AWS::IAM::Role': 'RoleName', 'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': '',
};

/** What somebody has to acknowledge who deploys the template. */
export function capabilitiesOf({ Resources = {} }: Template): readonly string[] {
  const own = Object.values(Resources).filter(({ Type }) => Object.hasOwn(NAMES, Type));
  if (own.length === 0) return [];
  return own.some(({ Type, Properties = {} }) => Properties[NAMES[Type] ?? ''] !== undefined) ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_IAM'];
}

/** @throws ServiceError `InsufficientCapabilitiesException` */
export function insufficientCapabilities(template: Template, acknowledged: readonly string[]): void {
  const missing = capabilitiesOf(template).filter((capability) => !acknowledged.includes(capability) && !acknowledged.includes('CAPABILITY_NAMED_IAM'));
  if (missing.length > 0) throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
}
