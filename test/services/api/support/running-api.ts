import type { PostgresPair } from '../../../../lib/edge/postgres/pair';
import { openDatabase, type Database, type DatabaseOptions } from '../../../../services/api/src/database/open-database';
import { startApi } from '../../../../services/api/src/start-api';
import { createLog } from '../../../../services/shared/src/log/log';
import { machineTime } from '../../../../services/shared/src/time';
import type { Line } from '../../support/line';
import { identity } from '../../support/points-database';

/** The API in this process, on sockets instead of TLS and without tokens; everything below main.ts is the service's own. */
export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly database: Database;
  /** What it logged. */
  readonly lines: readonly Line[];
  /** The lines about requests, once as many are there: a line is written after its answer was sent. */
  requestLines(count: number): Promise<readonly Line[]>;
  send(request: TestRequest): Promise<TestAnswer>;
  drain(): Promise<void>;
}

export interface TestRequest {
  readonly shopId?: string;
  readonly memberId: string;
  readonly operation: 'earn' | 'use' | 'balance' | 'history';
  readonly points?: number;
  readonly key?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface TestApiOptions {
  readonly open?: (options: DatabaseOptions) => Database;
  readonly settings?: Partial<Parameters<typeof startApi>[0]>;
  readonly taskAccount?: string;
}

export function databaseOptions({ primary, replica }: PostgresPair): DatabaseOptions {
  return {
    database: 'points',
    writer: { host: primary.host, port: primary.port, user: 'points_writer' },
    readers: [{ host: replica.host, port: replica.port, user: 'points_reader' }],
    credentialsFor: () => ({ ssl: false, password: 'unused' }),
    applicationName: 'test',
    time: machineTime,
    onTrouble: () => undefined,
  };
}

export async function startTestApi(pair: PostgresPair, options: TestApiOptions = {}): Promise<TestApi> {
  const { open = openDatabase, settings = {}, taskAccount = identity.account } = options;
  const lines: Line[] = [];
  const all = { port: 0, release: 'r1', service: 'api', ...identity, ...settings };
  const log = createLog({ level: 'info', fields: {}, time: machineTime, write: (line) => void lines.push(JSON.parse(line) as Line) });
  const database = open(databaseOptions(pair));
  const api = await startApi(all, { database, taskAccount, log, time: machineTime });
  const url = `http://127.0.0.1:${api.port}`;
  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => (drained ??= api.drain());
  return {
    url,
    database,
    lines,
    requestLines: async (count) => {
      for (;;) {
        const found = lines.filter(({ message }) => message === 'request');
        if (found.length >= count) return found;
        await machineTime.sleep(2);
      }
    },
    send: (request) => send(url, request),
    drain,
    [Symbol.asyncDispose]: drain,
  };
}

/** Keys are made of the request unless one is given: tests repeat a movement by repeating its key. */
let keys = 0;

export async function send(url: string, request: TestRequest): Promise<TestAnswer> {
  const { shopId = 'shop-1', memberId, operation, points, key, query = '', headers = {} } = request;
  const write = operation === 'earn' || operation === 'use';
  keys += 1;
  const response = await fetch(`${url}/v1/shops/${shopId}/members/${memberId}/${operation}${query}`, write
    ? { method: 'POST', headers: { 'idempotency-key': key ?? `key-${keys}`, ...headers }, body: JSON.stringify({ points }) }
    : { headers: { ...headers } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
}
