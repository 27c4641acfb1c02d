import { Client, type ClientConfig } from 'pg';
import { spell } from '../../lib/core/checked';
import type { CustomResourceRequest } from '../shared/custom-resource';
import type { MasterLogin } from './master-login';
import { readRoleSpec } from './role-spec';
import { setUpRoles } from './set-up-roles';

export interface DatabaseSetUp {
  readonly stage: string;
  readonly account: string;
  readonly database: string;
  /** Where the primary is; `ssl` decides what is trusted. */
  readonly endpoint: Pick<ClientConfig, 'host' | 'port' | 'ssl'>;
  masterLogin(signal: AbortSignal): Promise<MasterLogin>;
}

/**
 * Does what CloudFormation asks: sets the roles up on Create and Update. Nothing on Delete, because data and the roles that
 * own it outlive the stack that asked for them.
 *
 * @throws with a reason for people, free of secrets
 */
export async function respond(request: CustomResourceRequest, setUp: DatabaseSetUp, signal: AbortSignal): Promise<void> {
  if (request.RequestType === 'Delete') return;
  const { stage, account, database, endpoint } = setUp;
  const { Roles, Stage, Account } = request.ResourceProperties;
  if (Stage !== stage || Account !== account) {
    throw new Error(`the request is for ${String(Stage)} in account ${String(Account)}, this function for ${stage} in ${account}`);
  }
  const spec = readRoleSpec(Roles);
  if (!spec.ok) throw new Error(spec.problems.map(spell).join('; '));
  const login = await setUp.masterLogin(signal);
  const client = new Client({
    ...endpoint, ...login, database, options: '', connectionTimeoutMillis: 10_000, application_name: 'database roles',
  });
  // The query at hand fails too, and tells why.
  client.on('error', () => undefined);
  // Time is over: cutting the connection undoes the transaction.
  signal.addEventListener('abort', () => void client.end().catch(() => undefined), { once: true });
  await client.connect();
  try {
    await setUpRoles(client, database, spec.value, { stage, account });
  } finally {
    await client.end();
  }
}
