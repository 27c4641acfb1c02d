import { isTrue } from '../../template/template';
import { each, property } from '../each';
import type { SafetyRule } from '../safety-rule';

export const databaseKnowsWho: SafetyRule = {
  name: 'database-knows-who',
  description: 'tasks log in with tokens of their role: a password can be copied to a laptop, and points at a database from there',
  fix: 'set EnableIAMDatabaseAuthentication, and IAM for the proxy',
  check: (template) => [
    ...each(template, 'AWS::RDS::DBInstance', (instance) => (isTrue(property(instance, 'EnableIAMDatabaseAuthentication')) ? undefined : ['EnableIAMDatabaseAuthentication', 'it is off'])),
    ...each(template, 'AWS::RDS::DBProxy', (proxy) => {
      const asked = property(proxy, 'DefaultAuthScheme') === 'IAM_AUTH' || /"IAMAuth":"REQUIRED"/.test(JSON.stringify(property(proxy, 'Auth') ?? []));
      return asked ? undefined : ['DefaultAuthScheme', 'passwords are enough'];
    }),
  ],
};
