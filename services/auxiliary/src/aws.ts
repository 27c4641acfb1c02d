/**
 * How long a call to AWS may take: a caller waits for the answer, and a second try fits in.
 *
 * A queue's URL is only an argument; where calls go is decided by the region alone.
 */
export const bounded = (region: string) => ({
  region,
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
});
