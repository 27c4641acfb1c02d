import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { generateKeyPairSync, sign } from 'node:crypto';
import { dice } from '../../../lib/core/chance';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { startEndpoint, type Endpoint } from '../../../lib/region/endpoint/server';
import { authenticator } from '../../../lib/region/endpoint/signature';
import { identities } from '../../../lib/region/iam/identities';
import { Permissions } from '../../../lib/region/iam/permissions';
import { identityResources } from '../../../lib/region/iam/resources';
import { identifiers } from '../../../lib/region/identifiers';
import { queryServicesOf } from '../../../lib/region/services';
import { GITHUB, tokenIssuer, tokenRoute } from '../../../lib/region/sts/token-issuer';
import { making } from '../support/made';

const issuer = tokenIssuer(GITHUB);
const permissions = new Permissions();
const ids = identifiers(dice(1));
const known = identities(ids);
const SUBJECT = 'repo:example/points:environment:production';
const ROLE = 'arn:aws:iam::111122223333:role/production-delivery';

let endpoint: Endpoint;
let client: STSClient;
beforeAll(async () => {
  const make = making(identityResources(permissions, ids));
  const provider = await make.create('OIDCProvider', { Url: GITHUB, ClientIdList: ['sts.amazonaws.com'] });
  const trust = (Condition: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: provider.physicalId }, Condition }] });
  const host = 'token.actions.githubusercontent.com';
  await make.create('Role', { RoleName: 'production-delivery', MaxSessionDuration: '4320', AssumeRolePolicyDocument: trust({ StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: SUBJECT } }) });
  await make.create('Role', { RoleName: 'asks-more', AssumeRolePolicyDocument: trust({ StringEquals: { [`${host}:job_workflow_ref`]: 'x' } }) });
  await make.create('Role', { RoleName: 'for-lambda', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] } });
  endpoint = await startEndpoint({}, [tokenRoute(issuer)], {
    authenticate: authenticator((key) => known.byAccessKey(key), () => wallClock.now()),
    queries: queryServicesOf({ balancing: {} as never, stacks: {} as never, tokens: { permissions, identities: known, ids, issuers: [issuer] } }),
  });
  client = new STSClient({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
});
afterAll(async () => {
  client.destroy();
  await endpoint[Symbol.asyncDispose]();
});

const now = Math.floor(wallClock.now() / 1_000);
const claims = (more: object = {}) => ({ iss: GITHUB, sub: SUBJECT, aud: 'sts.amazonaws.com', iat: now, nbf: now, exp: now + 300, ...more });
const assume = (WebIdentityToken: string, role = ROLE, DurationSeconds?: number) => client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'github', WebIdentityToken, DurationSeconds }));

test('a job of the repository in the environment gets the role, unsigned, by the token that the region gives out for GitHub, and its key works', async () => {
  const answer = await fetch(`${endpoint.url}/github/id-token/${encodeURIComponent(SUBJECT)}?audience=sts.amazonaws.com`);
  const { value } = await answer.json() as { readonly value: string };
  const { Credentials, AssumedRoleUser, SubjectFromWebIdentityToken, Audience } = await assume(value);
  expect({ SubjectFromWebIdentityToken, Audience, arn: AssumedRoleUser?.Arn }).toEqual({ SubjectFromWebIdentityToken: SUBJECT, Audience: 'sts.amazonaws.com', arn: 'arn:aws:sts::111122223333:assumed-role/production-delivery/github' });
  const session = new STSClient({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials: { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: Credentials?.SecretAccessKey ?? '', sessionToken: Credentials?.SessionToken ?? '' } });
  expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: AssumedRoleUser?.Arn });
  session.destroy();
});

test.each<{ readonly job: string; readonly more: object; readonly role?: string }>([
  { job: 'another repository', more: { sub: 'repo:someone/points:environment:production' } },
  { job: 'a repository whose name goes on', more: { sub: 'repo:example/points-fork:environment:production' } },
  { job: 'another environment', more: { sub: 'repo:example/points:environment:staging' } },
  { job: 'a pull request', more: { sub: 'repo:example/points:pull_request' } },
  { job: 'a branch without an environment', more: { sub: 'repo:example/points:ref:refs/heads/main' } },
  { job: 'a subject in other letters', more: { sub: SUBJECT.toUpperCase() } },
  { job: 'the right one, for a role that asks for what AWS does not know of a token', more: {}, role: ROLE.replace('production-delivery', 'asks-more') },
  { job: 'the right one, for a role that trusts a service', more: {}, role: ROLE.replace('production-delivery', 'for-lambda') },
  { job: 'the right one, for a role that is not there', more: {}, role: ROLE.replace('production-delivery', 'gone') },
])('a job of $job is denied', async ({ more, role = ROLE }) => {
  await expect(assume(issuer.token(claims(more)), role)).rejects.toMatchObject({ name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity', $metadata: { httpStatusCode: 403 } });
});

const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function forged(header: object, by?: 'stranger'): string {
  const text = `${part(header)}.${part(claims())}`;
  return `${text}.${by === undefined ? '' : sign('sha256', Buffer.from(text), stranger).toString('base64url')}`;
}
const NO_JWT = /^The ID Token provided is not a valid JWT/;

test.each<[string, string, string, RegExp]>([
  ['for another audience', issuer.token(claims({ aud: 'https://github.com/example' })), 'InvalidIdentityToken', /^Incorrect token audience$/],
  ['without an audience', issuer.token(claims({ aud: undefined })), 'InvalidIdentityToken', /^Incorrect token audience$/],
  ['that has expired', issuer.token(claims({ exp: now })), 'ExpiredTokenException', /^Token expired: current date\/time \d+ must be before the expiration date\/time\d+$/],
  ['that never expires', issuer.token(claims({ exp: undefined })), 'InvalidIdentityToken', /claim: exp$/],
  ['that is not good yet', issuer.token(claims({ nbf: now + 600 })), 'InvalidIdentityToken', /not yet valid/],
  ['about nobody', issuer.token(claims({ sub: undefined })), 'InvalidIdentityToken', /claim: sub$/],
  ['of an issuer that the account does not know', issuer.token(claims({ iss: 'https://gitlab.com' })), 'InvalidIdentityToken', /^No OpenIDConnect provider found in your account for https:\/\/gitlab\.com$/],
  ['that somebody else has signed', forged({ alg: 'RS256', kid: 'region-1' }, 'stranger'), 'InvalidIdentityToken', NO_JWT],
  ['by a key that the issuer does not have', forged({ alg: 'RS256', kid: 'mine' }, 'stranger'), 'InvalidIdentityToken', /^Couldn't retrieve verification key/],
  ['that says that it needs no signature', `${forged({ alg: 'none', kid: 'region-1' })}AA`, 'InvalidIdentityToken', NO_JWT],
  ['whose claims were changed', issuer.token(claims()).replace(/\..*\./, `.${part(claims({ exp: now + 9_999 }))}.`), 'InvalidIdentityToken', NO_JWT],
  ['that is none', 'hello', 'InvalidIdentityToken', NO_JWT],
])('a token %s is no token', async (_, token, name, message) => {
  await expect(assume(token)).rejects.toMatchObject({ name: expect.stringMatching(new RegExp(`^${name}(Exception)?$`)), message: expect.stringMatching(message), $metadata: { httpStatusCode: 400 } });
});

test('an account has one provider for an issuer, and another account does not believe it', async () => {
  const make = making(identityResources(permissions, ids));
  await expect(make.create('OIDCProvider', { Url: GITHUB, ClientIdList: ['sts.amazonaws.com'] })).rejects.toMatchObject({ code: 'EntityAlreadyExists' });
  await expect(assume(issuer.token(claims()), ROLE.replace('111122223333', '222222222222'))).rejects.toMatchObject({ message: expect.stringMatching(/^No OpenIDConnect provider/) });
});

test('a job gets a role for as long as the role allows, and no second longer', async () => {
  await expect(assume(issuer.token(claims()), ROLE, 4_320)).resolves.toMatchObject({ Audience: 'sts.amazonaws.com' });
  await expect(assume(issuer.token(claims()), ROLE, 4_321)).rejects.toMatchObject({ name: 'ValidationError', message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.' });
});
