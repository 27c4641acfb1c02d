/** Names under which AWS says "too much at once" or "not now": https://docs.aws.amazon.com/general/latest/gr/api-retries.html */
const NAMES = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalServer|InternalFailure|InternalError|TimeoutError|RequestTimeout/i;
const CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_SOCKET']);

/** Whether the same call may well succeed later: then a deployment is not finished yet, and nothing more is known. */
export function isTransient(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code, $metadata } = thrown as Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return NAMES.test(thrown.name) || status === 429 || status >= 500 || (code !== undefined && CODES.has(code));
}
