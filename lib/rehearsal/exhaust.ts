import { Client } from 'pg';
import { millis } from '../core/units';
import type { Login } from '../edge/postgres/login';
import { wallClock } from '../edge/time/wall-clock';

/** What a tier that takes every session it can get has come to. */
export interface Exhaustion extends AsyncDisposable {
  /** Sessions that it holds. */
  readonly held: () => number;
  /** How often the server refused it another one. */
  readonly refused: () => number;
  /** Resolves when it was refused for the first time. */
  readonly full: Promise<void>;
}

const AT_ONCE = 10;
const TRY_AGAIN = millis(100);
/** `too many connections for role`, or for the server: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TOO_MANY = '53300';

/** Opens sessions and keeps them, until the server refuses more, and then again and again, as a pool without an end does. */
export function exhaust(login: Login): Exhaustion {
  const held = new Set<Client>();
  const over = new AbortController();
  let refused = 0;
  let wasRefused: () => void = () => undefined;
  const full = new Promise<void>((resolve) => { wasRefused = resolve; });
  const take = async (): Promise<void> => {
    const client = new Client({ ...login, password: '', ssl: false, options: '', connectionTimeoutMillis: 5_000, application_name: 'exhausting' });
    client.on('error', () => held.delete(client));
    client.on('end', () => held.delete(client));
    try {
      await client.connect();
      held.add(client);
    } catch (thrown) {
      if ((thrown as { readonly code?: string }).code !== TOO_MANY) return;
      refused += 1;
      wasRefused();
    }
  };
  const running = (async () => {
    while (!over.signal.aborted) {
      const before = refused;
      await Promise.all(Array.from({ length: AT_ONCE }, take));
      if (refused > before) await wallClock.sleep(TRY_AGAIN, over.signal).catch(() => undefined);
    }
  })();
  return {
    held: () => held.size,
    refused: () => refused,
    full,
    async [Symbol.asyncDispose]() {
      over.abort();
      await running;
      await Promise.all([...held].map((client) => client.end().catch(() => undefined)));
    },
  };
}
