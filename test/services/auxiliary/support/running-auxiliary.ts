import type { PostgresPair } from '../../../../lib/edge/postgres/pair';
import type { DigestRequest } from '../../../../services/auxiliary/src/digest/digest-request';
import { taskPool } from '../../../../services/auxiliary/src/limits';
import { startAuxiliary } from '../../../../services/auxiliary/src/start-auxiliary';
import { openReplicas, type Replicas } from '../../../../services/shared/src/database/open-replicas';
import type { PoolLimits } from '../../../../services/shared/src/database/pool-limits';
import { createLog } from '../../../../services/shared/src/log/log';
import { machineTime, type Time } from '../../../../services/shared/src/time';
import { Unavailable } from '../../../../services/shared/src/unavailable';
import type { Line } from '../../support/line';
import { identity } from '../../support/points-database';

/** The service in this process, on sockets instead of TLS and without tokens, with a queue that remembers. */
export interface TestAuxiliary extends AsyncDisposable {
  readonly url: string;
  readonly lines: readonly Line[];
  /** The lines about requests, once as many are there. */
  requestLines(count: number): Promise<readonly Line[]>;
  readonly sent: readonly DigestRequest[];
  /** Runs `work` while the queue does not answer. */
  withoutQueue<T>(work: () => Promise<T>): Promise<T>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export function replicasOf({ replica }: Pick<PostgresPair, 'replica'>, { limits = taskPool, time = machineTime }: { readonly limits?: PoolLimits; readonly time?: Time } = {}): Replicas {
  return openReplicas({
    database: 'points',
    readers: [{ host: replica.host, port: replica.port, user: 'points_auxiliary' }],
    limits,
    credentialsFor: () => ({ ssl: false, password: 'unused' }),
    applicationName: 'test',
    time,
    onTrouble: () => undefined,
  });
}

export async function startTestAuxiliary(pair: PostgresPair, time: Time = machineTime): Promise<TestAuxiliary> {
  const lines: Line[] = [];
  const sent: DigestRequest[] = [];
  let lost = false;
  const log = createLog({ level: 'info', fields: {}, time, write: (line) => void lines.push(JSON.parse(line) as Line) });
  const service = await startAuxiliary({ port: 0, release: 'r1', service: 'auxiliary', ...identity }, {
    replicas: replicasOf(pair, { time }),
    queue: {
      send: async (request) => {
        if (lost) throw new Unavailable('queue-unavailable', 'the queue did not take the request', new Error('ECONNREFUSED'));
        sent.push(request);
      },
    },
    taskAccount: identity.account,
    log,
    time,
  });
  const url = `http://127.0.0.1:${service.port}`;
  const ask = async (path: string, init: RequestInit): Promise<TestAnswer> => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
  };
  return {
    url,
    lines,
    requestLines: async (count) => {
      for (;;) {
        const found = lines.filter(({ message }) => message === 'request');
        if (found.length >= count) return found;
        await machineTime.sleep(2);
      }
    },
    sent,
    withoutQueue: async (work) => {
      lost = true;
      return work().finally(() => (lost = false));
    },
    get: (path, headers = {}) => ask(path, { headers: { ...headers } }),
    post: (path, body, headers = {}) => ask(path, { method: 'POST', body: JSON.stringify(body), headers: { ...headers } }),
    [Symbol.asyncDispose]: () => service.drain(),
  };
}
