import { verify } from 'node:crypto';
import { isRecord, type Values } from '../../core/template/template';
import type { Instant } from '../../core/units';
import type { IdentityProvider, IdentityProviders } from '../iam/identity-providers';
import { ServiceError } from '../service-error';
import type { TokenIssuer } from './token-issuer';

/** What a token has proven of whoever shows it. */
export interface WebIdentity {
  readonly provider: IdentityProvider;
  readonly subject: string;
  readonly audience: string;
}

export interface TokenChecks {
  readonly providers: IdentityProviders;
  /** Issuers that the region can reach. */
  readonly issuers: readonly TokenIssuer[];
  /** By the machine's clock, as that of whoever issues. */
  readonly now: () => Instant;
}

/**
 * Believes a token only when an issuer that the account knows has signed it, for an audience that the account has named, and now.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 *
 * @param account of the role that is asked for
 * @throws ServiceError `InvalidIdentityToken` or `ExpiredTokenException`
 */
export function readWebIdentityToken(token: string, account: string, { providers, issuers, now }: TokenChecks): WebIdentity {
  const { header, claims, signed, signature } = partsOf(token);
  const issuer = String(claims['iss']);
  const provider = providers.of(account, issuer);
  if (provider === undefined) return invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
  const key = issuers.find(({ url }) => url === issuer)?.key(header['kid']);
  if (key === undefined) return invalid("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
  // An algorithm is never taken from the token: who writes `none` there has signed nothing.
  if (header['alg'] !== 'RS256' || !verify('sha256', Buffer.from(signed), key, signature)) return invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  const audience = [claims['aud']].flat().find((one) => provider.audiences.includes(String(one)));
  if (typeof audience !== 'string') return invalid('Incorrect token audience');
  refuseOutOfTime(claims, Math.floor(now() / 1_000));
  if (typeof claims['sub'] !== 'string' || claims['sub'] === '') return invalid('Missing a required claim: sub');
  return { provider, audience, subject: claims['sub'] };
}

function refuseOutOfTime({ exp, iat, nbf }: Values, now: number): void {
  if (typeof exp !== 'number' || typeof iat !== 'number') invalid(`Missing a required claim: ${typeof exp === 'number' ? 'iat' : 'exp'}`);
  else if (now >= exp) throw new ServiceError('ExpiredTokenException', `Token expired: current date/time ${now} must be before the expiration date/time${exp}`);
  if (typeof nbf === 'number' && now < nbf) invalid(`Token not yet valid: current date/time ${now} must be at or after ${nbf}`);
}

interface Parts {
  readonly header: Values;
  readonly claims: Values;
  readonly signed: string;
  readonly signature: Buffer;
}

function partsOf(token: string): Parts {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const [header, claims] = [jsonIn(head), jsonIn(body)];
  if (header === undefined || claims === undefined || signature === '' || more.length > 0) return invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

function jsonIn(part: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): never {
  throw new ServiceError('InvalidIdentityToken', message);
}
