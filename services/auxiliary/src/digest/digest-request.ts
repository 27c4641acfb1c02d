/** The wish for a digest, as it waits in the queue. */
export interface DigestRequest {
  readonly shopId: string;
  /**
   * The client's Idempotency-Key. Together with the shop it is the key of the message, under which there is one digest, however
   * often the message arrives.
   */
  readonly key: string;
  /** The day that the digest is filed under, such as `2026-11-23`. */
  readonly day: string;
  /** Ties the worker's lines to those of the request. */
  readonly requestId: string;
  /** The shop belongs to probes. */
  readonly synthetic: boolean;
}

/** What a message says; undefined for one that nobody here has written. */
export function readDigestRequest(body: string): DigestRequest | undefined {
  const fields = parsed(body);
  const { shopId, key, day, requestId, synthetic } = fields;
  const texts = [shopId, key, day, requestId];
  if (texts.some((text) => typeof text !== 'string' || text === '') || typeof synthetic !== 'boolean') return undefined;
  return { shopId, key, day, requestId, synthetic } as DigestRequest;
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
