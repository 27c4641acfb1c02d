import { Client, type ClientConfig } from 'pg';
import { spell } from '../../lib/core/checked';
import { Reader } from '../../lib/core/reader';
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
  const asked = placeIn(request);
  if (asked.stage !== stage || asked.account !== account) {
    throw new Error(`the request is for "${asked.stage}" in account ${asked.account}, this function for ${stage} in ${account}`);
  }
  const spec = readRoleSpec(request.ResourceProperties.Roles);
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

/** @throws an error with everything that is wrong */
function placeIn({ ResourceProperties }: CustomResourceRequest): { readonly stage: string; readonly account: string } {
  const read = new Reader(ResourceProperties, 'ResourceProperties');
  const place = read.result({ stage: read.text('Stage', { pattern: /^[a-z][a-z0-9]{1,11}$/, like: 'the name of a stage' }), account: read.text('Account', { pattern: /^\d{12}$/, like: 'an account number of 12 digits' }) });
  if (!place.ok) throw new Error(place.problems.map(spell).join('; '));
  return place.value;
}
