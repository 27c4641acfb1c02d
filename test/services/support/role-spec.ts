import type { RoleSpec } from '../../../lambda/database/role-spec';

/** The roles of the service, with limits that a test can reach. */
export const roleSpec: RoleSpec = {
  schema: 'points',
  heartbeat: 'points_writer',
  roles: [
    { name: 'points_owner', may: 'own', connections: 5, statementTimeoutSeconds: 60 },
    { name: 'points_writer', may: 'write', connections: 40, statementTimeoutSeconds: 5 },
    { name: 'points_reader', may: 'read', connections: 40, statementTimeoutSeconds: 5 },
    { name: 'points_auxiliary', may: 'read', connections: 2, statementTimeoutSeconds: 1 },
    { name: 'points_prober', may: 'read', connections: 5, statementTimeoutSeconds: 5 },
  ],
};

/** The same as CloudFormation hands it over. */
export const roleSpecText = JSON.stringify({
  schema: roleSpec.schema,
  heartbeat: roleSpec.heartbeat,
  roles: Object.fromEntries(roleSpec.roles.map(({ name, ...role }) => [name, role])),
});
