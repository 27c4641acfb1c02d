import { open, readFile } from 'node:fs/promises';
import type { Clock } from '../../core/time';
import { after, millis, seconds } from '../../core/units';
import { startProcess, type RunningProcess } from '../processes/start-process';
import { withConnection, type Login } from './login';
import { SUPERUSER } from './settings';
import type { PostgresTemplate } from './template';

/** One PostgreSQL server, reached through a Unix socket. */
export interface PostgresServer {
  /** What a client gives as host: the directory of the socket. */
  readonly host: string;
  readonly port: number;
  readonly data: string;
  /** Starts it again after `stop`, with the data it had. */
  start(): Promise<void>;
  /**
   * `fast` ends every session and shuts down in order, as a planned restart does; `immediate` is a crash: sessions are
   * cut in the middle and the next start recovers. Nothing happens when it is down already.
   */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** Ends it as a failed machine does: nobody has asked for it, and sessions are cut in the middle. */
  crash(): Promise<void>;
  /** Resolves when the server has ended without being asked to; at once while it is down for that reason. */
  lost(): Promise<void>;
}

export interface ServerOptions {
  readonly template: PostgresTemplate;
  /** Holds the data directory `data`, the log, and the socket. */
  readonly directory: string;
  readonly data: string;
  readonly port: number;
  /** Settings of this server alone. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/** The superuser's login: for what RDS itself does, never for what a customer of RDS does. */
export function administrator({ host, port }: Pick<PostgresServer, 'host' | 'port'>, database = 'postgres'): Login {
  return { host, port, user: SUPERUSER, database };
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Starts a server from an existing data directory and resolves once it answers queries. */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const { clock, data, directory, port } = options;
  let running: RunningProcess | undefined;
  let isAsked = false;
  const server: PostgresServer = {
    host: directory,
    port,
    data,
    start: async () => {
      if (running !== undefined && !running.hasEnded()) return;
      isAsked = false;
      running = await launch(options);
      await answering(options, running);
    },
    stop: async (how) => {
      isAsked = true;
      if (running !== undefined && !running.hasEnded()) await running.end(clock, seconds(20), SIGNALS[how]);
    },
    crash: async () => {
      if (running !== undefined && !running.hasEnded()) await running.end(clock, seconds(20), SIGNALS.immediate);
    },
    lost: async () => {
      await running?.ended;
      // Somebody who has asked for its end does not want to hear of it.
      if (isAsked) await new Promise<never>(() => undefined);
    },
  };
  await server.start();
  return server;
}

async function launch({ template, directory, data, port, settings }: ServerOptions): Promise<RunningProcess> {
  const all = { unix_socket_directories: directory, port: String(port), listen_addresses: '', ...settings };
  const { programs, watchdog } = template;
  const log = await open(logOf({ data }), 'a');
  try {
    return await startProcess({
      command: programs.postgres,
      args: ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      environment: programs.environment,
      directory,
      output: log.fd,
      owner: programs.owner,
      endedBy: 'INT',
      watchdog,
    });
  } finally {
    await log.close();
  }
}

/** Ready is what a client sees: the postmaster's own words differ between a primary and a replica. */
async function answering({ directory, port, data, clock }: ServerOptions, running: RunningProcess): Promise<void> {
  const login = administrator({ host: directory, port });
  const deadline = after(clock.now(), seconds(60));
  for (;;) {
    try {
      return await withConnection(login, async (client) => void (await client.query('select 1')));
    } catch (cause) {
      if (!running.hasEnded() && clock.now() < deadline) {
        await clock.sleep(millis(10));
        continue;
      }
      await running.end(clock, seconds(5));
      throw new Error(`PostgreSQL did not start: ${await endOf(logOf({ data }))}`, { cause });
    }
  }
}

/** The file that the server writes its log to. */
export const logOf = ({ data }: Pick<PostgresServer, 'data'>): string => `${data}.log`;

const endOf = async (log: string): Promise<string> => (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-12).join('\n');
