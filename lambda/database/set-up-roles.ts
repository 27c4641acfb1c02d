import { escapeIdentifier, type ClientBase } from 'pg';
import { heartbeatStatements } from './heartbeat-statements';
import { identityStatements, type Identity } from './identity-statements';
import type { RoleSpec } from './role-spec';
import { roleStatements, schemaStatements } from './role-statements';

/** One run at a time; a constant of ours among the database's advisory locks. */
const SETUP_LOCK = 7_305_001;

/**
 * Brings roles, schema, rights and the identity row to what is asked, as the master user of RDS, who is no superuser.
 * All of it or nothing, and no harm when nothing is left to do.
 *
 * @throws when the database already belongs to somebody else
 */
export async function setUpRoles(client: ClientBase, database: string, spec: RoleSpec, identity: Identity): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK]);
    await makeRoles(client, spec);
    await asMemberOfTheOwner(client, spec, () => runAll(client, schemaStatements(spec, database)));
    await runAll(client, identityStatements(spec.roles.map(({ name }) => name)));
    await runAll(client, heartbeatStatements(spec));
    await writeIdentity(client, identity);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function makeRoles(client: ClientBase, { roles }: RoleSpec): Promise<void> {
  const names = roles.map(({ name }) => name);
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [names]);
  const existing = new Set(rows.map(({ rolname }) => rolname));
  for (const role of roles) await runAll(client, roleStatements(role, existing.has(role.name)));
  await client.query(`grant rds_iam to ${names.map((name) => escapeIdentifier(name)).join(', ')}`);
}

/**
 * Since PostgreSQL 16 whoever may create roles is not thereby a member of them, and only a member can make a schema for
 * another or change its default rights.
 *
 * The membership must be gone before the commit: the owner is in `rds_iam`, and RDS lets no member of it, through whatever
 * other role, log in with a password again (https://github.com/hashicorp/terraform-provider-postgresql/issues/120).
 */
async function asMemberOfTheOwner(client: ClientBase, { roles }: RoleSpec, work: () => Promise<void>): Promise<void> {
  const owner = escapeIdentifier(roles.find(({ may }) => may === 'own')?.name ?? '');
  await client.query(`grant ${owner} to current_user with inherit true, set true`);
  await work();
  await client.query(`revoke ${owner} from current_user granted by current_user`);
}

async function writeIdentity(client: ClientBase, { stage, account }: Identity): Promise<void> {
  await client.query('insert into platform.identity (stage, account) values ($1, $2) on conflict do nothing', [stage, account]);
  const { rows } = await client.query<Identity>('select stage, account from platform.identity');
  const found = rows[0];
  if (found?.stage === stage && found.account === account) return;
  throw new Error(`this database belongs to ${found?.stage} in account ${found?.account}, not to ${stage} in ${account}`);
}

async function runAll(client: ClientBase, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}
