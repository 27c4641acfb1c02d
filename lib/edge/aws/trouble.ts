/** Why AWS could not be asked, in words for whoever operates: `asked` is theirs to say differently, `world` is not. */
export class Trouble extends Error {
  /** @param passing whether it may well be over soon */
  constructor(readonly kind: 'asked' | 'world', message: string, readonly passing = false) {
    super(message);
    this.name = 'Trouble';
  }
}

interface Failure {
  readonly name: string;
  readonly message: string;
  /** Of the system, when a connection fails; else empty. */
  readonly code: string;
  /** Of HTTP; 0 without an answer. */
  readonly status: number;
}

/** The SDK wraps some failures of a connection, and then only the text says which one it was. */
const CONNECTION = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|TimeoutError)\b/;
const brokenBy = ({ code, name, message }: Failure): string | undefined => CONNECTION.exec(`${code} ${name} ${message}`)?.[1];

/** Which failures mean what; the first that fits counts. */
const known: readonly (readonly [(failure: Failure) => boolean, (failure: Failure) => Trouble])[] = [
  [({ name }) => name === 'CredentialsProviderError', () => new Trouble('world', 'no credentials: set AWS_PROFILE or the keys that `changeover region` prints, or log in (aws sso login)')],
  [({ message }) => /region is missing/i.test(message), () => new Trouble('asked', 'no region: set AWS_REGION to where the stage is, such as ap-northeast-2')],
  [
    ({ name }) => /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException)$/.test(name),
    ({ name }) => new Trouble('world', `the credentials are not taken (${name}): log in again`),
  ],
  [({ name }) => /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/.test(name), ({ message }) => new Trouble('world', `not allowed: ${message}`)],
  [(failure) => brokenBy(failure) !== undefined, (failure) => new Trouble('world', `AWS cannot be reached (${brokenBy(failure)}): is the network there, or the region that AWS_ENDPOINT_URL names?`, true)],
  [({ name, status }) => /Throttl|TooManyRequests|SlowDown|ServiceUnavailable|InternalFailure/i.test(name) || status === 429 || status >= 500, ({ name }) => new Trouble('world', `AWS does not answer now (${name})`, true)],
];

/** What a failure of the SDK means; `undefined` for what is not known, which is passed on as it is. */
export function troubleIn(thrown: unknown): Trouble | undefined {
  if (thrown instanceof Trouble || !(thrown instanceof Error)) return thrown instanceof Trouble ? thrown : undefined;
  const { name, message, code = '', $metadata } = thrown as Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };
  const failure = { name, message, code, status: $metadata?.httpStatusCode ?? 0 };
  return known.find(([fits]) => fits(failure))?.[1](failure);
}
