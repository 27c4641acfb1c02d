import { readFile } from 'node:fs/promises';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Signer } from '@aws-sdk/rds-signer';
import { Client, DatabaseError, type ClientConfig } from 'pg';
import { Trouble, troubleIn } from '../../aws/trouble';
import type { Environment } from './environment';
import { sqlOn, type Sql } from './sql';

/** A person's session with the books of one environment, which has proven who it is. */
export interface Books extends AsyncDisposable {
  readonly sql: Sql;
  /** Who is logged in: the ARN behind the credentials. */
  readonly by: string;
}

/** A number of ours among the database's advisory locks: of several runs one at a time writes. */
const RECONCILE_LOCK = 7_305_019;

/**
 * Opens the books of an environment, once the credentials are of its account and the database says that it is of its stage.
 *
 * @param name the option that named the environment, such as `--from`: messages begin with it
 * @throws Trouble
 */
export async function openBooks(environment: Environment, name: '--from' | '--to', writes: boolean): Promise<Books> {
  const by = await callerOf(environment, name);
  const client = new Client({ ...await loginOf(environment), options: '', connectionTimeoutMillis: 10_000, keepAlive: true, application_name: 'changeover reconcile' });
  // The statement at hand fails too, and tells why.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const sql = sqlOn(client);
    await proveIdentity(sql, environment, name);
    // Books are read whole, which takes longer than what the role allows its service.
    await sql.query(`set statement_timeout = '10min'`);
    await sql.query(`set lock_timeout = '20s'`);
    if (writes) await lockedForUs(sql, name);
    return { sql, by, [Symbol.asyncDispose]: () => client.end().catch(() => undefined) };
  } catch (thrown) {
    await client.end().catch(() => undefined);
    throw databaseTrouble(thrown, name);
  }
}

/** What a failure of a database, or of the way there, means to whoever reconciles; what is none is passed on. */
export function databaseTrouble(thrown: unknown, name: string): unknown {
  if (thrown instanceof Trouble) return thrown;
  if (thrown instanceof DatabaseError && (thrown.code === '42P01' || thrown.code === '42703')) {
    return new Trouble('asked', `${name}: ${thrown.message}: the database has no books as this version keeps them; release a build with the migration 0002-where-entries-come-from there first`);
  }
  const failure = troubleIn(thrown);
  if (failure !== undefined) return new Trouble(failure.kind, `${name}: ${failure.message}`);
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  const isOfDatabase = thrown instanceof DatabaseError || typeof code === 'string' || (typeof message === 'string' && CONNECTION.test(message));
  return isOfDatabase ? new Trouble('world', `${name}: the database cannot be asked: ${String(message)}`) : thrown;
}

/** What `pg` says of a session that was lost, for which it has no code. */
const CONNECTION = /^(Connection terminated|timeout expired|The server does not support SSL|Client has encountered a connection error|Client was closed)/;

async function callerOf({ region, profile, account }: Environment, name: string): Promise<string> {
  const sts = new STSClient({ region, ...(profile === undefined ? {} : { profile }) });
  try {
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === account && Arn !== undefined) return Arn;
    throw new Trouble('asked', `${name} is of account ${account}, but its credentials are of ${Account ?? 'none'}: give it the right profile`);
  } catch (thrown) {
    const trouble = troubleIn(thrown);
    throw trouble === undefined || thrown instanceof Trouble ? thrown : new Trouble(trouble.kind, `${name}: ${trouble.message}`);
  } finally {
    sts.destroy();
  }
}

/** The token and the certificate are for the database's own name, also where a tunnel leads there. */
async function loginOf({ host, port, user, database, region, profile, tunnelPort, authorities }: Environment): Promise<ClientConfig> {
  const signer = new Signer({ hostname: host, port, username: user, region, ...(profile === undefined ? {} : { profile }) });
  const way = tunnelPort === undefined ? { host, port } : { host: '127.0.0.1', port: tunnelPort };
  const trusted = authorities === undefined ? {} : { ca: await readFile(authorities, 'utf8') };
  return { ...way, user, database, password: await signer.getAuthToken(), ssl: { rejectUnauthorized: true, servername: host, ...trusted } };
}

/** Compares what the settings say with the row that the database has about itself, and with what kind of server it is. */
async function proveIdentity(sql: Sql, { stage, account, host }: Environment, name: string): Promise<void> {
  const [row] = await sql.query('select stage, account, pg_is_in_recovery() as replica from platform.identity');
  if (row === undefined) throw new Trouble('asked', `${name}: the database at ${host} does not say whose it is: platform.identity is empty`);
  if (row.stage !== stage || row.account !== account) {
    throw new Trouble('asked', `${name} says ${stage} in account ${account}, but the database at ${host} is of ${String(row.stage)} in ${String(row.account)}`);
  }
  if (row.replica === true) throw new Trouble('asked', `${name}: ${host} is a replica, which may be behind: name the primary`);
}

async function lockedForUs(sql: Sql, name: string): Promise<void> {
  try {
    await sql.query('select pg_advisory_lock($1)', [RECONCILE_LOCK]);
  } catch (thrown) {
    if (!(thrown instanceof DatabaseError) || thrown.code !== '55P03') throw thrown;
    throw new Trouble('world', `${name}: another reconcile is at work there: wait until it has ended`);
  }
}
