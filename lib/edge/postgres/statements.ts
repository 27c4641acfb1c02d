import type { Statement } from '../../core/capacity/unindexed';
import { withConnection, type Login } from './login';

/** How to ask one server as somebody, in some database. */
export type LoginAs = (user: string, database: string) => Login;

/** Those that read or change rows, and are asked again and again; sessions of the platform are left out. */
const ASKED = `select rolname as user, datname as database, calls::int, query from pg_stat_statements
  join pg_roles on pg_roles.oid = userid join pg_database on pg_database.oid = dbid
  where rolname <> $1 and toplevel and calls >= $2 and query ~* '^\\s*(select|insert|update|delete|with|merge)\\M' order by calls desc`;

/**
 * The statements that a server was asked since it was started, each with the tables that it has to read whole because no index
 * serves it.
 *
 * PostgreSQL says so itself: with sequential scans forbidden it plans one only where there is no other way
 * (https://www.postgresql.org/docs/18/runtime-config-query.html). Statements are planned without their values
 * (https://www.postgresql.org/docs/18/sql-explain.html), by whoever asked them, and never run. What cannot be planned so is left out.
 *
 * @param atLeast how often a statement must have been asked
 */
export async function readStatements(platform: Login, loginAs: LoginAs, atLeast: number): Promise<readonly Statement[]> {
  const { rows } = await withConnection(platform, (client) => client.query<Omit<Statement, 'readsWhole'> & { readonly database: string }>(ASKED, [platform.user, atLeast]));
  const statements: Statement[] = [];
  for (const { user, database, calls, query } of rows) {
    const plan = await planOf(query, loginAs(user, database)).catch(() => undefined);
    if (plan === undefined) continue;
    const tables = [...new Set(scansIn(plan))];
    const readsWhole = await Promise.all(tables.map(async (table) => ({ table, rows: await rowsOf(table, { ...platform, database }) })));
    statements.push({ user, calls, query, readsWhole });
  }
  return statements;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Schema?: string;
  readonly Plans?: readonly Plan[];
}

async function planOf(query: string, login: Login): Promise<Plan | undefined> {
  return withConnection(login, async (client) => {
    await client.query('set enable_seqscan = off');
    const { rows } = await client.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(`explain (generic_plan, verbose, format json) ${query}`);
    return rows[0]?.['QUERY PLAN'][0]?.Plan;
  });
}

const scansIn = (plan: Plan): readonly string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] !== undefined ? [`${plan.Schema ?? 'public'}.${plan['Relation Name']}`] : []), ...(plan.Plans ?? []).flatMap(scansIn),
];

async function rowsOf(table: string, login: Login): Promise<number> {
  const [schema = '', name = ''] = table.split('.');
  return withConnection(login, async (client) => (await client.query<{ readonly rows: number }>(`select count(*)::int as rows from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`)).rows[0]?.rows ?? 0);
}
