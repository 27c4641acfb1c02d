import { isRecord, type Resource } from '../../template/template';
import { each, property, referred } from '../each';
import type { SafetyRule } from '../safety-rule';

export const databaseAsksForTls: SafetyRule = {
  name: 'database-asks-for-tls',
  description: 'PostgreSQL refuses connections without TLS: a client that asks for none otherwise gets none',
  fix: 'give the instance a parameter group with rds.force_ssl 1, and the proxy RequireTLS',
  check: (template) => [
    ...each(template, 'AWS::RDS::DBInstance', (instance) => {
      if (!/postgres/.test(String(property(instance, 'Engine') ?? 'postgres'))) return undefined;
      const name = referred(property(instance, 'DBParameterGroupName'));
      if (name === undefined) return ['DBParameterGroupName', 'no parameter group'];
      const group = template.Resources[name];
      return group === undefined || isForced(group) ? undefined : ['DBParameterGroupName', `${name} does not set rds.force_ssl to 1`];
    }),
    ...each(template, 'AWS::RDS::DBProxy', (proxy) => (String(property(proxy, 'RequireTLS')) === 'true' ? undefined : ['RequireTLS', 'it is off'])),
  ],
};

function isForced({ Properties }: Resource): boolean {
  const parameters = Properties?.['Parameters'];
  return isRecord(parameters) && String(parameters['rds.force_ssl']) === '1';
}
