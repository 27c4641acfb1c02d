import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seconds } from '../../../lib/core/units';
import type { PostgresServer } from '../../../lib/edge/postgres/server';
import { Opened } from '../../../lib/edge/processes/opened';
import { startProcess, type Exit, type RunningProcess } from '../../../lib/edge/processes/start-process';
import { startWatchdog, type Watchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import type { Authority } from '../../../lib/region/certificates/authority';
import { startDatabaseEndpoint, type DatabaseEndpoint } from '../../../lib/region/rds/endpoint/database-endpoint';
import { judgeToken } from '../../../lib/region/rds/endpoint/token';
import type { Line } from './line';
import type { PointsDatabase } from './points-database';

const caller = { accessKeyId: 'ASIATESTTESTTESTTEST', secretAccessKey: 'secret', sessionToken: 'session', principal: 'task' };

/** What surrounds a task on AWS: databases behind TLS and tokens, credentials, and the metadata endpoint of ECS. */
export interface TaskSurroundings extends AsyncDisposable {
  /** The task's environment as its task definition fills it. */
  environment(difference?: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** A second name for the primary, with a certificate for another name. */
  readonly misnamed: DatabaseEndpoint;
  /** Starts `node <file>` and reads its log. */
  run(file: string, environment: Readonly<Record<string, string>>): Promise<RunningTask>;
}

export interface RunningTask {
  readonly process: RunningProcess;
  readonly lines: readonly Line[];
  /** The first line with this message, now or later. */
  line(message: string): Promise<Line>;
  exit(): Promise<Exit>;
}

export async function surroundings(database: PointsDatabase, account: string, authority: Authority): Promise<TaskSurroundings> {
  const opened = new Opened();
  const watchdog = opened.add(startWatchdog('/nonexistent'));
  const writer = opened.add(await endpointOf(database.pair.primary, authority, 'localhost'));
  const reader = opened.add(await endpointOf(database.pair.replica, authority, 'localhost'));
  const misnamed = opened.add(await endpointOf(database.pair.primary, authority, 'elsewhere.example.com'));
  const metadata = opened.add(await metadataOf(account));
  const root = join(database.runDirectory, `root-${account}.pem`);
  await writeFile(root, authority.root);
  return {
    environment: (difference = {}) => ({
      PATH: process.env.PATH ?? '', PORT: '0', STAGE: 'staging', ACCOUNT: '111111111111', RELEASE: 'r1', SERVICE: 'api',
      DATABASE: 'points', LOG_LEVEL: 'info',
      WRITER_HOST: 'localhost', WRITER_PORT: String(writer.port), WRITER_USER: 'points_writer',
      READER_HOSTS: 'localhost', READER_PORT: String(reader.port), READER_USER: 'points_reader',
      OWNER_HOST: 'localhost', OWNER_PORT: String(writer.port), OWNER_USER: 'points_owner',
      AWS_REGION: 'ap-northeast-2', AWS_ACCESS_KEY_ID: caller.accessKeyId,
      AWS_SECRET_ACCESS_KEY: caller.secretAccessKey, AWS_SESSION_TOKEN: caller.sessionToken,
      ECS_CONTAINER_METADATA_URI_V4: metadata.uri, NODE_EXTRA_CA_CERTS: root,
      ...difference,
    }),
    misnamed,
    run: async (file, environment) => {
      const task = await run(file, environment, watchdog);
      opened.add({ [Symbol.asyncDispose]: async () => void (await task.process.end(wallClock, seconds(0), 'SIGKILL')) });
      return task;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

function endpointOf(server: PostgresServer, authority: Authority, name: string): Promise<DatabaseEndpoint> {
  const starting = startDatabaseEndpoint({
    tls: authority.issue([name]),
    server: () => join(server.host, `.s.PGSQL.${server.port}`),
    refuse: async (user, token) => {
      const { port } = await starting;
      const callerBy = (key: string) => (key === caller.accessKeyId ? caller : undefined);
      const judged = judgeToken(token, { host: 'localhost', port, user }, wallClock.now(), callerBy);
      return judged.ok ? undefined : judged.why;
    },
  });
  return starting;
}

async function metadataOf(account: string): Promise<AsyncDisposable & { readonly uri: string }> {
  const task = { TaskARN: `arn:aws:ecs:ap-northeast-2:${account}:task/api/0123456789abcdef` };
  const server = createServer((_, response) => response.end(JSON.stringify(task)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4/task`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function run(file: string, environment: Readonly<Record<string, string>>, watchdog: Watchdog): Promise<RunningTask> {
  const started = await startProcess({
    command: process.execPath, args: [file], environment, directory: '/', output: 'pipe', endedBy: 'TERM', watchdog,
  });
  const lines: Line[] = [];
  const heard = new Set<() => void>();
  for (const stream of [started.output.stdout, started.output.stderr]) {
    createInterface({ input: stream! }).on('line', (text) => {
      lines.push(parsed(text));
      for (const tell of heard) tell();
    });
  }
  const line = async (message: string): Promise<Line> => {
    const ended = started.ended.then(() => wallClock.sleep(seconds(0.2)));
    for (let over = false; ; ) {
      const found = lines.find((one) => one.message === message);
      if (found !== undefined) return found;
      if (over) throw new Error(`the task ended without the line "${message}": ${JSON.stringify(lines)}`);
      const next = new Promise<void>((tell) => heard.add(tell));
      over = await Promise.race([next.then(() => false), ended.then(() => true)]);
    }
  };
  return { process: started, lines, line, exit: () => started.ended };
}

const parsed = (text: string): Line => {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { message: text };
  }
};
