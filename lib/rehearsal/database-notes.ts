import { crowding } from '../core/capacity/crowding';
import { unindexed } from '../core/capacity/unindexed';
import { Opened } from '../edge/processes/opened';
import { watchSessions } from '../edge/postgres/session-counts';
import { readStatements } from '../edge/postgres/statements';
import { wallClock } from '../edge/time/wall-clock';
import type { ObservedServer } from '../region/rds/databases';
import type { Result } from './result';

/** What somebody who looks after the database would say after a rehearsal. */
export type DatabaseNotes = Pick<Result, 'unindexed' | 'crowded'>;

export interface WatchedDatabase extends AsyncDisposable {
  /** Asked once, when the load is over. */
  notes(): Promise<DatabaseNotes>;
}

/** A statement that was asked less often is no part of the workload: the start of a task, or somebody who looks. */
const OFTEN = 20;

/** Looks at the sessions of all servers from now on. Statements are counted by the servers themselves, from their start. */
export async function watchDatabase(servers: readonly ObservedServer[]): Promise<WatchedDatabase> {
  const opened = new Opened();
  const watched: { readonly server: ObservedServer; readonly looks: Awaited<ReturnType<typeof watchSessions>>['looks'] }[] = [];
  for (const server of servers) watched.push({ server, looks: opened.add(await watchSessions(server.platform, wallClock)).looks });
  return {
    async notes() {
      const statements = await Promise.all(servers.map(async ({ name, platform, loginAs }) => unindexed(name, await readStatements(platform, loginAs, OFTEN))));
      return { unindexed: statements.flat(), crowded: watched.flatMap(({ server, looks }) => crowding(server.name, looks())) };
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
