import { Client } from 'pg';
import type { SessionCount } from '../../core/capacity/crowding';
import type { Clock } from '../../core/time';
import { millis } from '../../core/units';
import type { Login } from './login';

/** Sessions of the platform itself are left out. */
const COUNT = `select usename as user, application_name as application, count(*)::int as open, count(*) filter (where state <> 'idle')::int as busy,
    nullif((select rolconnlimit from pg_roles where oid = usesysid), -1) as limit
  from pg_stat_activity where backend_type = 'client backend' and usename <> $1 group by usesysid, usename, application_name`;
const EVERY = millis(50);

export interface SessionLooks extends AsyncDisposable {
  readonly looks: () => readonly (readonly SessionCount[])[];
}

/** Looks at a server's sessions twenty times a second of wall time, from now on. A server that goes away is not looked at again. */
export async function watchSessions(platform: Login, clock: Clock): Promise<SessionLooks> {
  const looks: (readonly SessionCount[])[] = [];
  const over = new AbortController();
  const client = new Client({ ...platform, password: '', ssl: false, options: '', connectionTimeoutMillis: 5_000, application_name: 'changeover' });
  client.on('error', () => over.abort());
  await client.connect();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const { rows } = await client.query<Omit<SessionCount, 'limit'> & { readonly limit: number | null }>(COUNT, [platform.user]);
      looks.push(rows.map(({ limit, ...count }) => ({ ...count, limit: limit ?? undefined })));
      await clock.sleep(EVERY, over.signal);
    }
  })().catch(() => undefined);
  return {
    looks: () => looks,
    async [Symbol.asyncDispose]() {
      over.abort();
      await watching;
      await client.end().catch(() => undefined);
    },
  };
}
