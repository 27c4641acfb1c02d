import type { Providers } from '../cloudformation/provider';
import type { Permissions } from '../iam/permissions';
import type { Identifiers } from '../identifiers';
import type { VirtualNetwork } from '../network/virtual-network';
import type { Secrets } from '../secretsmanager/secrets';
import type { Databases } from './databases';
import { instance } from './resources/instance';
import { parameterGroup } from './resources/parameter-group';
import { proxy, proxyTargets } from './resources/proxy';

export interface DatabaseResourcePorts {
  readonly databases: Databases;
  readonly secrets: Secrets;
  readonly ids: Identifiers;
  readonly access: DatabaseAccess;
}

export interface DatabaseAccess {
  readonly permissions: Permissions;
  readonly network: Pick<VirtualNetwork, 'reaches' | 'remember'>;
  /** The subnets of a group of subnets. */
  readonly subnetsOf: (group: string) => readonly string[];
}

/** The CloudFormation types of Amazon RDS that have behaviour here. */
export function databaseResources(databases: Databases, secrets: Secrets, ids: Identifiers, access: DatabaseAccess): Providers {
  const ports: DatabaseResourcePorts = { databases, secrets, ids, access };
  return {
    'AWS::RDS::DBInstance': instance(ports),
    'AWS::RDS::DBParameterGroup': parameterGroup(ports),
    'AWS::RDS::DBProxy': proxy(ports),
    'AWS::RDS::DBProxyTargetGroup': proxyTargets(ports),
  };
}
