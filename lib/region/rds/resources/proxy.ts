import type { ResourceProvider } from '../../cloudformation/provider';
import { fieldsOf, refuseOthers, refuseUnless, textOf, textsOf, type Fields } from '../../fields';
import { arnOf } from '../../place';
import { ServiceError } from '../../service-error';
import { mayConnectThrough } from '../connect-permission';
import type { DatabaseResourcePorts } from '../resources';

const TYPE = 'AWS::RDS::DBProxy';
/** The port of PostgreSQL behind a proxy. */
const PORT = 5432;
const TARGETS = 'AWS::RDS::DBProxyTargetGroup';

export function proxy({ databases, ids, access }: DatabaseResourcePorts): ResourceProvider {
  return {
    async create({ place, properties }) {
      refuseProxy(properties);
      const { permissions, network } = access;
      const name = String(properties['DBProxyName']);
      const host = `${name}.proxy-${ids.lower(12)}.${place.region}.rds.amazonaws.com`.toLowerCase();
      const [resourceId, roleArn] = [`prx-${ids.hex(17)}`, String(properties['RoleArn'])];
      const arn = arnOf('rds', place, `db-proxy:${resourceId}`);
      if (!permissions.mayAssume(roleArn, 'rds.amazonaws.com', { arn, account: place.account }, place.region)) throw new ServiceError('InvalidParameterValue', `RDS is not authorized to assume service-linked role ${roleArn}. Check your RDS service-linked role and try again.`);
      const attached = { groups: textsOf(properties['VpcSecurityGroupIds']), subnets: textsOf(properties['VpcSubnetIds']) };
      databases.announceProxy(name, host, ({ resourceId: instanceResourceId, attached: instance }) => {
        const [permitted, target] = [mayConnectThrough(permissions, place, resourceId, { roleArn, name, instanceResourceId }), { attached: instance, isPublic: false }];
        return { attached, mayConnect: (identity, user) => {
          // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.troubleshooting.html
          network.remember(attached, target, PORT);
          return network.reaches(attached, target, PORT) ? permitted(identity, user) : 'Timed-out waiting to acquire database connection';
        } };
      });
      return { physicalId: name, attributes: { Endpoint: host, DBProxyArn: arn, VpcId: `vpc-${ids.hex(17)}`, DBProxyName: name } };
    },
    async update({ properties }, existing) {
      refuseProxy(properties);
      return existing;
    },
    async delete(_, { physicalId }) {
      await databases.removeProxy(physicalId);
    },
  };
}

export function proxyTargets({ databases, ids }: DatabaseResourcePorts): ResourceProvider {
  return {
    async create({ place, properties }) {
      refuseTargets(properties);
      await databases.serveProxy(String(properties['DBProxyName']), textsOf(properties['DBInstanceIdentifiers'])[0] ?? '');
      const arn = arnOf('rds', place, `target-group:prx-tg-${ids.hex(17)}`);
      return { physicalId: arn, attributes: { TargetGroupArn: arn } };
    },
    async update({ properties }, existing) {
      refuseTargets(properties);
      return existing;
    },
    async delete(_, { properties }) {
      await databases.closeProxy(String(properties['DBProxyName']));
    },
  };
}

function refuseProxy(properties: Fields): void {
  refuseOthers(TYPE, properties, {
    served: ['DBProxyName', 'DefaultAuthScheme', 'Auth', 'EngineFamily', 'RequireTLS', 'RoleArn', 'VpcSubnetIds', 'VpcSecurityGroupIds'],
    withoutEffect: ['IdleClientTimeout', 'DebugLogging', 'Tags', 'EndpointNetworkType', 'TargetConnectionNetworkType'],
  }, 'InvalidParameterValue');
  if (textOf(properties['DBProxyName']) === undefined) throw new ServiceError('InvalidParameterValue', 'DBProxyName must be given');
  refuseUnless(`${TYPE}.EngineFamily`, properties['EngineFamily'], ['POSTGRESQL'], 'InvalidParameterValue');
  refuseUnless(`${TYPE}.RequireTLS`, properties['RequireTLS'] ?? false, [true], 'InvalidParameterValue');
  const byToken = properties['DefaultAuthScheme'] === 'IAM_AUTH' || (Array.isArray(properties['Auth']) && properties['Auth'].every((one) => fieldsOf(one)['IAMAuth'] === 'REQUIRED'));
  if (!byToken) throw new ServiceError('InvalidParameterValue', 'the region\'s proxies take tokens only: DefaultAuthScheme must be IAM_AUTH, or IAMAuth REQUIRED for every secret');
}

function refuseTargets(properties: Fields): void {
  refuseOthers(TARGETS, properties, { served: ['DBProxyName', 'TargetGroupName', 'DBInstanceIdentifiers'], withoutEffect: ['ConnectionPoolConfigurationInfo', 'Tags'] }, 'InvalidParameterValue');
  refuseUnless(`${TARGETS}.TargetGroupName`, properties['TargetGroupName'], ['default'], 'InvalidParameterValue');
}
