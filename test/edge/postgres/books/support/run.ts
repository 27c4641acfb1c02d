import { Client } from 'pg';
import type { Seen } from '../../../../../lib/core/reconcile/reconciliation';
import { instant } from '../../../../../lib/core/units';
import type { Login } from '../../../../../lib/edge/postgres/login';
import { apply, dryRun, examine } from '../../../../../lib/edge/postgres/books/reconcile';
import { sqlOn, type Sql } from '../../../../../lib/edge/postgres/books/sql';
import { production, staging, type TwoBooks } from './two-books';

export interface RunOptions {
  readonly since: Date;
  readonly dry?: boolean;
  readonly releases?: readonly string[];
  /** The connection that carries this statement of the run, counted over both, breaks: before the server has it, or once it has done it. */
  readonly broken?: { readonly at: number; readonly when: 'before' | 'after' };
}

/** The run that was broken off, by the number of statements that it got to. */
export class BrokenOff extends Error {}

/** One run on connections of its own. @throws BrokenOff */
export async function run({ staging: from, production: to }: TwoBooks, { since, dry = false, releases = [], broken }: RunOptions): Promise<Seen & { readonly statements: number }> {
  let statements = 0;
  const connect = async (login: Login): Promise<{ readonly client: Client; readonly sql: Sql }> => {
    const client = new Client({ ...login, password: 'unused' });
    client.on('error', () => undefined);
    await client.connect();
    const sql = sqlOn(client);
    const breakOff = (): never => {
      (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream.destroy();
      throw new BrokenOff(`at statement ${statements}`);
    };
    return { client, sql: { query: async (text, values) => {
      statements += 1;
      const isIt = statements === broken?.at;
      if (isIt && broken.when === 'before') breakOff();
      const rows = await sql.query(text, values);
      return isIt ? breakOff() : rows;
    } } };
  };
  const [wrong, right] = [await connect(from.login), await connect(to.login)];
  try {
    const sessions = { from: wrong.sql, to: right.sql };
    const examined = await examine(sessions, { from: staging, to: production, since: instant(since.getTime()), releases: new Set(releases) });
    const seen = dry ? dryRun(examined) : await apply(sessions, examined, { at: instant(Date.parse('2026-11-24T12:00:00Z')), by: 'arn:aws:iam::222222222222:user/kim' }, () => undefined);
    return { ...seen, statements };
  } finally {
    // A connection that was broken never says goodbye.
    await Promise.all([wrong, right].map(({ client }) => client.end().catch(() => undefined)));
  }
}
