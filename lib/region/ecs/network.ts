import { fieldsOf, textsOf } from '../fields';
import { ServiceError } from '../service-error';

/** Where the tasks of a service have their addresses. */
export interface TaskNetwork {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: string;
}

/** Reads `NetworkConfiguration`, in the spelling of a template or of the API. @throws ServiceError when a task would have no address */
export function readNetwork(configuration: unknown): TaskNetwork {
  const outer = fieldsOf(configuration);
  const inner = fieldsOf(outer['AwsvpcConfiguration'] ?? outer['awsvpcConfiguration']);
  const subnets = textsOf(inner['Subnets'] ?? inner['subnets']);
  if (subnets.length === 0) throw new ServiceError('InvalidParameterException', "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  return { subnets, securityGroups: textsOf(inner['SecurityGroups'] ?? inner['securityGroups']), assignPublicIp: String(inner['AssignPublicIp'] ?? inner['assignPublicIp'] ?? 'DISABLED') };
}
