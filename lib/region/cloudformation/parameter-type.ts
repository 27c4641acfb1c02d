import { invalid } from './arguments';

/** What the type of a template's parameter says about its values. */
export interface ParameterType {
  readonly list: boolean;
  readonly numeric: boolean;
  /** Whether the value is the name of a parameter in Systems Manager, and is read there. */
  readonly stored: boolean;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
const OF_AWS = new Set([
  'AWS::EC2::AvailabilityZone::Name', 'AWS::EC2::Image::Id', 'AWS::EC2::Instance::Id', 'AWS::EC2::KeyPair::KeyName', 'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id', 'AWS::EC2::Subnet::Id', 'AWS::EC2::Volume::Id', 'AWS::EC2::VPC::Id', 'AWS::Route53::HostedZone::Id',
]);

/** @throws ServiceError `ValidationError` for a type that CloudFormation does not have */
export function parameterType(name: string): ParameterType {
  const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(name)?.[1];
  const inner = stored ?? name;
  const item = /^List<(.+)>$/.exec(inner)?.[1];
  if (inner === 'CommaDelimitedList') return { list: true, numeric: false, stored: stored !== undefined };
  const one = item ?? inner;
  const known = one === 'String' ? item === undefined || stored !== undefined
    : one === 'Number' ? stored === undefined
      : one === 'AWS::SSM::Parameter::Name' ? stored === undefined && item === undefined : OF_AWS.has(one) && !(item !== undefined && one.endsWith('KeyName'));
  return known ? { list: item !== undefined, numeric: one === 'Number', stored: stored !== undefined } : invalid(`Template format error: Unrecognized parameter type: ${name}`);
}
