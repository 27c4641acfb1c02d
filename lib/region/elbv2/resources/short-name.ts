import type { ResourceRequest } from '../../cloudformation/provider';
import type { Identifiers } from '../../identifiers';
import { ServiceError } from '../../service-error';

/** As CloudFormation shortens the names it makes up: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html */
export function nameFor({ properties, stackName, logicalId }: ResourceRequest, ids: Identifiers): string {
  const name = String(properties['Name'] ?? `${stackName.slice(0, 6)}-${logicalId.slice(0, 11)}-${ids.upper(12)}`);
  if (!/^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(name)) throw new ServiceError('ValidationError', `a name has at most 32 letters, digits and inner dashes, got '${name}'`);
  return name;
}
