import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../../core/units';
import type { Identity } from '../../iam/identities';

export interface TokenClaim {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

/** A token is good for 15 minutes: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html */
const LONGEST_LIFE_SECONDS = 900;

/**
 * Whether `token` lets its holder in: signed by a known identity for this endpoint and user, and still valid.
 *
 * A token is a presigned request (SigV4) without its scheme: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function judgeToken(
  token: string, claim: TokenClaim, now: Instant, identityOf: (accessKeyId: string) => Identity | undefined,
): { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly why: string } {
  const at = token.indexOf('/?');
  const query = new URLSearchParams(at < 0 ? '' : token.slice(at + 2));
  const [accessKeyId = ''] = text(query, 'X-Amz-Credential').split('/');
  const identity = identityOf(accessKeyId);
  const why = wrongClaim(query, token.slice(0, at), claim) ?? (identity === undefined ? 'nobody knows its access key' : wrongProof(query, claim, now, identity));
  return why === undefined && identity !== undefined ? { ok: true, identity } : { ok: false, why: why ?? '' };
}

function wrongClaim(query: URLSearchParams, address: string, { host, port, user }: TokenClaim): string | undefined {
  if (query.get('Action') !== 'connect') return 'it is not an authentication token';
  if (address !== `${host}:${port}`) return `it was made for ${address}`;
  return query.get('DBUser') === user ? undefined : `it was made for the user ${text(query, 'DBUser')}`;
}

function wrongProof(query: URLSearchParams, { host, port }: TokenClaim, now: Instant, identity: Identity): string | undefined {
  const [, date = '', region = '', service = ''] = text(query, 'X-Amz-Credential').split('/');
  const stamp = text(query, 'X-Amz-Date');
  const made = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const life = Math.min(Number(query.get('X-Amz-Expires')), LONGEST_LIFE_SECONDS) * 1_000;
  if (!(now <= made + life)) return 'it has expired';
  if (service !== 'rds-db' || query.get('X-Amz-Security-Token') !== identity.sessionToken) return 'its credentials do not fit';
  const expected = Buffer.from(signature(query, `${host}:${port}`, { secret: identity.secretAccessKey, date, region, stamp }));
  const given = Buffer.from(text(query, 'X-Amz-Signature'));
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'its signature is wrong';
}

const text = (query: URLSearchParams, name: string): string => query.get(name) ?? '';

function signature(query: URLSearchParams, host: string, by: { readonly secret: string; readonly date: string; readonly region: string; readonly stamp: string }): string {
  const canonicalQuery = [...query].filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
  const canonical = ['GET', '/', canonicalQuery, `host:${host}`, '', 'host', sha256('')].join('\n');
  const scope = `${by.date}/${by.region}/rds-db/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', by.stamp, scope, sha256(canonical)].join('\n');
  const key = [by.date, by.region, 'rds-db', 'aws4_request'].reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${by.secret}`);
  return hmac(key, toSign).toString('hex');
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, content: string): Buffer => createHmac('sha256', key).update(content).digest();
const encode = (content: string): string => encodeURIComponent(content).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
