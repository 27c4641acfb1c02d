import type { Fields } from '../../../shared/src/database/query';

/** Which server ran a statement, as that server itself says. */
export interface Evidence {
  readonly recovery: boolean;
  /** Address and port; empty over a Unix socket. */
  readonly server: string;
}

/** Columns for the statement whose server is to be proven: a statement of its own could go to another server. */
export const EVIDENCE = `pg_is_in_recovery() as recovery, coalesce(host(inet_server_addr()) || ':' || inet_server_port(), '') as server`;

export const evidenceIn = ({ recovery, server }: Fields): Evidence => ({ recovery: recovery === true, server: String(server) });
