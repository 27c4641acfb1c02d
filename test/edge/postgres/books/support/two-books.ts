import { Client, Pool } from 'pg';
import { setUpRoles } from '../../../../../lambda/database/set-up-roles';
import type { BookEntry, Place } from '../../../../../lib/core/reconcile/book-entry';
import { withConnection, type Login } from '../../../../../lib/edge/postgres/login';
import { administrator, type PostgresServer } from '../../../../../lib/edge/postgres/server';
import { sqlOn, type Fields } from '../../../../../lib/edge/postgres/books/sql';
import { Opened } from '../../../../../lib/edge/processes/opened';
import { readMigrations } from '../../../../../lib/edge/workload/read-migrations';
import { writerPool } from '../../../../../services/api/src/database/writer-pool';
import { applyMigrations } from '../../../../../services/api/src/migrations/apply-migrations';
import { earnPoints } from '../../../../../services/api/src/points/earn-points';
import type { EntryOutcome } from '../../../../../services/api/src/points/entry';
import { usePoints } from '../../../../../services/api/src/points/use-points';
import { machineTime } from '../../../../../services/shared/src/time';
import { roleSpec } from '../../../../services/support/role-spec';
import { service, silentLog, startEmptyDatabase } from '../../../../services/support/points-database';

export const staging: Place = { stage: 'staging', account: '111111111111' };
export const production: Place = { stage: 'production', account: '222222222222' };

/** What a till asks for, and which task answers it. */
export interface Asked extends Pick<BookEntry, 'shopId' | 'memberId' | 'movement' | 'points' | 'key'> {
  readonly release?: string;
  /** Where the task runs; null for one of a release that did not record it. */
  readonly account?: string | null;
  readonly recordedAt: Date;
}

/** The books of one stage, in a database of their own. */
export interface StageBooks {
  readonly place: Place;
  readonly login: Login;
  /** Writes as the service does. */
  write(asked: Asked): Promise<EntryOutcome>;
  rows(text: string, values?: readonly unknown[]): Promise<readonly Fields[]>;
}

export interface TwoBooks extends AsyncDisposable {
  readonly server: PostgresServer;
  readonly runDirectory: string;
  readonly staging: StageBooks;
  readonly production: StageBooks;
}

/** Both stages on one server: roles are shared, databases are not. */
export async function startTwoBooks(): Promise<TwoBooks> {
  const opened = new Opened();
  const { pair, runDirectory } = opened.add(await startEmptyDatabase());
  const open = async (place: Place, database: string): Promise<StageBooks> => {
    const as = (user: string): Login => ({ host: pair.primary.host, port: pair.primary.port, user, database });
    await withConnection(as('points_master'), (client) => setUpRoles(client, database, roleSpec, place));
    await withConnection(as('points_owner'), async (client) => applyMigrations(client, await readMigrations(`${service}/migrations`), { release: 'r1', time: machineTime, log: silentLog }));
    const pool = new Pool({ ...as('points_writer'), password: 'unused', max: 1 });
    opened.add({ [Symbol.asyncDispose]: () => pool.end() });
    const client = new Client({ ...administrator(pair.primary, database), password: 'unused' });
    await client.connect();
    opened.add({ [Symbol.asyncDispose]: () => client.end() });
    return { place, login: as('points_writer'), write: (asked) => write(pool, asked, place), rows: (text, values) => sqlOn(client).query(text, values) };
  };
  await withConnection(administrator(pair.primary), (client) => client.query('create database elsewhere owner points_master'));
  return { server: pair.primary, runDirectory, staging: await open(staging, 'elsewhere'), production: await open(production, 'points'), [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

async function write(pool: Pool, { shopId, memberId, movement, points, key, release = 'r1', account, recordedAt }: Asked, place: Place): Promise<EntryOutcome> {
  const request = { member: { shopId, memberId }, movement, points, key, release, account: (account === undefined ? place.account : account) as string, recordedAt };
  const writer = writerPool(pool, machineTime);
  return movement === 'earn' ? earnPoints(writer, request) : usePoints(writer, request);
}
