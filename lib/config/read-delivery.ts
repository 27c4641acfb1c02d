import type { Reader } from '../core/reader';
import type { Delivery } from './delivery';

/** Names of GitHub; nothing in them may stand for anything else in a policy. */
const likeRepository = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9-]*(\/[\w.-]+|@\d+\/[\w.-]+@\d+)$/,
  like: 'a repository such as "example/points", or "example@123456/points@456789" where GitHub puts ids into its subjects',
};
/** GitHub takes more, and turns a colon into its code: https://docs.github.com/en/actions/reference/security/oidc */
const likeEnvironment = { pattern: /^[A-Za-z0-9][\w.-]{0,99}$/, like: 'the name of an environment such as "production"' };

export function readDelivery(read: Reader): Delivery {
  const delivery = {
    repository: read.text('repository', likeRepository),
    environment: read.text('environment', likeEnvironment),
    identityProvider: read.oneOf('identityProvider', ['own', 'existing']),
    ciImageDays: read.integer('ciImageDays', { min: 1, max: 365 }),
  };
  read.onlyKnownKeys();
  return delivery;
}
