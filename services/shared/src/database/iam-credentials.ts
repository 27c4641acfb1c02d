import { Signer } from '@aws-sdk/rds-signer';
import type { Endpoint } from '../settings';
import type { Credentials } from './open-pool';

/**
 * Logs in with a token signed by the task's role, made for each connection because it lives for 15 minutes. The server's
 * certificate and name are verified against Node's own store and NODE_EXTRA_CA_CERTS; neither can be switched off.
 */
export function iamCredentials(region: string): (endpoint: Endpoint) => Credentials {
  return ({ host, port, user }) => {
    const signer = new Signer({ hostname: host, port, username: user, region });
    return { ssl: { rejectUnauthorized: true }, password: () => signer.getAuthToken() };
  };
}
