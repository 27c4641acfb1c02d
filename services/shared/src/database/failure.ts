import { DatabaseError } from 'pg';

/**
 * What a failure means for the request at hand: `again` - the same work may succeed at once; `unavailable` - no server
 * took it, so come back later; `overloaded` - a server took it and had no time for it, so come back later and ask no other
 * server; `fault` - it would fail again.
 */
export type FailureKind = 'again' | 'unavailable' | 'overloaded' | 'fault';

/** The states that are no fault of the statement: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '40001': 'again', // serialization_failure
  '40P01': 'again', // deadlock_detected
  '57P01': 'again', // admin_shutdown: the session was ended, another server may have taken over
  '57P02': 'again', // crash_shutdown
  '57P05': 'again', // idle_session_timeout
  '08003': 'again', // connection_does_not_exist
  '08006': 'again', // connection_failure
  '53300': 'unavailable', // too_many_connections
  '57014': 'overloaded', // query_canceled: the role's statement_timeout
  '57P03': 'unavailable', // cannot_connect_now
};

/** Everything that the database layer throws. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';

  constructor(readonly kind: FailureKind, readonly sqlstate: string | undefined, message: string, cause: unknown) {
    super(message, { cause });
  }

  /** Whether the session that it happened on is of no more use. */
  get endsSession(): boolean {
    return this.sqlstate === undefined || /^(08|57P)/.test(this.sqlstate);
  }

  /**
   * Whether no server was there for it: none answered, or the one that did was ending or starting (SQLSTATE classes 08 and 57P). A server
   * that has no session left (53300), no time (57014, or for all that waited for a session) or another opinion was there.
   */
  get isAway(): boolean {
    return this.endsSession && this.kind !== 'overloaded';
  }

  /** The constraint that was violated, if one was. */
  get constraint(): string | undefined {
    return this.cause instanceof DatabaseError ? this.cause.constraint : undefined;
  }
}

/**
 * No session could be had. A server that refuses the login says why in its SQLSTATE; one that is away says nothing.
 *
 * @param othersServed whether the server has answered others while this one waited: then it is there, and the pool is too small for all
 */
export function connectFailure(cause: unknown, othersServed = false): DatabaseFailure {
  const isForWant = othersServed && messageOf(cause) === NONE_FREE;
  return new DatabaseFailure(isForWant ? 'overloaded' : 'unavailable', stateOf(cause), `no session with the database: ${isForWant ? 'all were in use' : messageOf(cause)}`, cause);
}

/** What `pg-pool` says to those that waited in vain for a session that others use; who waited for a connection is told something else. */
const NONE_FREE = 'timeout exceeded when trying to connect';

/** A statement failed; without a SQLSTATE the session was lost on the way. */
export function statementFailure(cause: unknown): DatabaseFailure {
  const sqlstate = stateOf(cause);
  if (sqlstate !== undefined) return new DatabaseFailure(KINDS[sqlstate] ?? 'fault', sqlstate, messageOf(cause), cause);
  // The server may still be at work on a statement that only the client has given up, so a second one would not help it.
  const gaveUp = messageOf(cause) === 'Query read timeout';
  return new DatabaseFailure(gaveUp ? 'unavailable' : 'again', undefined, `the session was lost: ${messageOf(cause)}`, cause);
}

const stateOf = (cause: unknown): string | undefined => (cause instanceof DatabaseError ? cause.code : undefined);

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
