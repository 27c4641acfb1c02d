import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../core/time';
import { after, millis, seconds } from '../../core/units';
import { wallClock } from '../time/wall-clock';
import { withConnection } from './login';
import { administrator, startServer, type PostgresServer } from './server';
import { SUPERUSER } from './settings';
import type { PostgresTemplate } from './template';

/** A primary and a replica that streams from it. Disposing the pair stops both and removes their data. */
export interface PostgresPair extends AsyncDisposable {
  readonly primary: PostgresServer;
  readonly replica: PostgresServer;
}

const PRIMARY_PORT = 5432;
const REPLICA_PORT = 5433;
const SLOT = 'replica';

/**
 * Starts both from cold copies of the template, which share its system identifier and its last WAL position, so that the
 * replica begins to stream without a base backup. Resolves once it does.
 *
 * @param name tells pairs of one template apart; at most 12 letters, since it is part of the socket's path
 */
export async function startPostgresPair(template: PostgresTemplate, name: string, clock: Clock = wallClock): Promise<PostgresPair> {
  if (!/^[a-z][a-z0-9-]{0,11}$/.test(name)) throw new Error(`a pair's name has 1 to 12 small letters, digits or dashes, got "${name}"`);
  const directory = join(template.directory, name);
  const { owner } = template.programs;
  await mkdir(directory);
  await chmod(directory, 0o711);
  if (owner !== undefined) await chown(directory, owner.uid, owner.gid);
  const started: PostgresServer[] = [];
  const dispose = async (): Promise<void> => {
    for (const server of [...started].reverse()) await server.stop('fast');
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const start = async (role: string, port: number, settings: Readonly<Record<string, string>>): Promise<PostgresServer> => {
    const server = await startServer({ template, directory, data: join(directory, role), port, settings, clock });
    started.push(server);
    return server;
  };
  try {
    await Promise.all([template.copyTo(join(directory, 'primary')), template.copyTo(join(directory, 'replica'))]);
    const primary = await start('primary', PRIMARY_PORT, {});
    await withConnection(administrator(primary), (client) => client.query('select pg_create_physical_replication_slot($1, true)', [SLOT]));
    await writeFile(join(directory, 'replica', 'standby.signal'), '');
    const replica = await start('replica', REPLICA_PORT, {
      primary_conninfo: `host=${directory} port=${PRIMARY_PORT} user=${SUPERUSER} application_name=${SLOT}`,
      primary_slot_name: SLOT,
    });
    await streaming(primary, clock);
    return { primary, replica, [Symbol.asyncDispose]: dispose };
  } catch (cause) {
    await dispose();
    throw cause;
  }
}

async function streaming(primary: PostgresServer, clock: Clock): Promise<void> {
  const deadline = after(clock.now(), seconds(30));
  await withConnection(administrator(primary), async (client) => {
    for (;;) {
      const { rowCount } = await client.query("select 1 from pg_stat_replication where state = 'streaming'");
      if (rowCount === 1) return;
      if (clock.now() >= deadline) throw new Error('the replica did not begin to stream within 30 s');
      await clock.sleep(millis(5));
    }
  });
}
