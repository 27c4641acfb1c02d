import { DatabaseFailure } from '../database/failure';
import type { Database } from '../database/open-database';
import { select } from '../database/query';
import type { Identity } from '../identity/identity';
import { proveIdentity } from '../identity/prove-identity';

/** What each check found: `ok`, or why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'identity' | 'primary' | 'reader', string>>;
}

/** Asks everything that the service depends on, once, side by side. */
export async function readinessOf(settings: Identity, taskAccount: string, database: Database): Promise<Readiness> {
  const { writer, reader } = database;
  const [identity, primary, replica] = await Promise.all([
    found(proveIdentity(settings, taskAccount, { writer, reader })),
    found(provePrimary(database)),
    found(reader.select(isRecovering)),
  ]);
  return { ready: [identity, primary, replica].every((check) => check === 'ok'), checks: { identity, primary, reader: replica } };
}

/** @throws DatabaseFailure when the writer reaches no server that takes writes */
export async function provePrimary({ writer }: Database): Promise<void> {
  const [recovering] = await writer.select(isRecovering);
  if (recovering === false) return;
  throw new DatabaseFailure('unavailable', undefined, 'the writer is connected to a server in recovery, which takes no writes', undefined);
}

const isRecovering = select('select pg_is_in_recovery() as recovery', [], ({ recovery }) => recovery === true);

async function found(check: Promise<unknown>): Promise<string> {
  try {
    await check;
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
