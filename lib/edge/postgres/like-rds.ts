import { withConnection } from './login';
import { administrator, type PostgresServer } from './server';

/** The master user and the database that RDS is asked for when an instance is created. */
export interface RdsNames {
  readonly master: string;
  readonly database: string;
}

/**
 * Brings a fresh primary to the state in which RDS hands one over: the master user is no superuser, may create roles and
 * databases, owns the database, and may grant `rds_iam` without having it.
 *
 * On RDS a member of `rds_iam`, directly or through another role, can no longer log in with a password. That the master
 * may grant the role all the same is built into RDS's server; here it is an admin option without inheritance, so ask
 * `pg_has_role(user, 'rds_iam', 'usage')` to learn who logs in by token.
 */
export async function prepareLikeRds(primary: PostgresServer, { master, database }: RdsNames): Promise<void> {
  await withConnection(administrator(primary), async (client) => {
    const [user, name] = [client.escapeIdentifier(master), client.escapeIdentifier(database)];
    await client.query('create role rds_superuser');
    await client.query('grant pg_monitor, pg_signal_backend to rds_superuser with admin option');
    await client.query('create role rds_iam');
    await client.query(`create role ${user} login nosuperuser createrole createdb`);
    await client.query(`grant rds_superuser to ${user}`);
    await client.query(`grant rds_iam to ${user} with admin true, inherit false, set false`);
    await client.query(`create database ${name} owner ${user}`);
    // In the platform's own database: what it counts is the same from everywhere, and nobody else has it before asking for it.
    await client.query('create extension pg_stat_statements');
  });
}
