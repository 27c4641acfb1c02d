import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { seconds } from '../../core/units';
import { wallClock } from '../../edge/time/wall-clock';
import type { Route } from '../endpoint/route';

/** Somebody outside AWS who says in signed tokens who somebody is. */
export interface TokenIssuer {
  /** As tokens name it. */
  readonly url: string;
  /** Signs what it is given, whatever that is. */
  token(claims: Readonly<Record<string, unknown>>): string;
  /** The public key by its id, as the issuer's list of keys has it. */
  key(id: unknown): KeyObject | undefined;
}

/** An issuer with a key pair of its own: RS256, as GitHub's. */
export function tokenIssuer(url: string): TokenIssuer {
  const id = 'region-1';
  // A pair takes a tenth of a second, and most regions never need it.
  let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;
  const keys = () => (pair ??= generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  return {
    url,
    token(claims) {
      const text = [{ typ: 'JWT', alg: 'RS256', kid: id }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${text}.${sign('sha256', Buffer.from(text), keys().privateKey).toString('base64url')}`;
    },
    key: (asked) => (asked === id ? keys().publicKey : undefined),
  };
}

/** https://docs.github.com/en/actions/reference/security/oidc */
export const GITHUB = 'https://token.actions.githubusercontent.com';
/** What GitHub's tokens are good for. */
const LIFETIME = seconds(300);

/**
 * Gives out the token of a job, as GitHub does at `ACTIONS_ID_TOKEN_REQUEST_URL`: `GET /github/id-token/<subject>?audience=<audience>`
 * answers `{"value": "..."}`. The subject is the job's, such as `repo:example/points:environment:production`: which job asks, a region
 * cannot know, so whoever asks says it.
 */
export function tokenRoute(issuer: TokenIssuer): Route {
  return {
    prefix: '/github/id-token/',
    async answer({ method, path }) {
      const [subject = '', query = ''] = path.split('?');
      const audience = new URLSearchParams(query).get('audience');
      if (method !== 'GET' || subject === '' || audience === null) return undefined;
      const now = Math.floor(wallClock.now() / 1_000);
      const value = issuer.token({ iss: issuer.url, sub: decodeURIComponent(subject), aud: audience, iat: now, nbf: now, exp: now + LIFETIME / 1_000 });
      return { status: 200, contentType: 'application/json', body: JSON.stringify({ count: value.length, value }) };
    },
  };
}
