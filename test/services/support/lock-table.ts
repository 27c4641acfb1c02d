import { withConnection } from '../../../lib/edge/postgres/login';
import { administrator, type PostgresServer } from '../../../lib/edge/postgres/server';

/** Holds a table against every access until it is released. */
export async function lockTable(server: PostgresServer, table: string): Promise<{ release(): Promise<void> }> {
  const held = signal();
  const locked = signal();
  const done = withConnection(administrator(server, 'points'), async (client) => {
    await client.query('begin');
    await client.query(`lock table ${table} in access exclusive mode`);
    locked.give();
    await held.given;
    await client.query('rollback');
  });
  await locked.given;
  return {
    release: async () => {
      held.give();
      await done;
    },
  };
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => { give = resolve; });
  return { given, give };
}
