import { Reader } from '../../lib/core/reader';

/** The master user's name and password. */
export interface MasterLogin {
  readonly user: string;
  readonly password: string;
}

/**
 * Reads the secret that RDS and CloudFormation fill. No message says anything of its content.
 *
 * @throws when it has no username or password
 */
export function readMasterLogin(secret: string | undefined): MasterLogin {
  const fields = new Reader(parsed(secret), 'the master secret');
  const login = { user: fields.text('username'), password: fields.text('password') };
  if (!fields.result(login).ok) throw new Error('the master secret must be JSON with username and password');
  return login;
}

function parsed(secret: string | undefined): unknown {
  try {
    return JSON.parse(secret ?? '');
  } catch {
    // Node's own message would quote the secret.
    return undefined;
  }
}
