import { dice } from '../../../lib/core/chance';
import { minutes } from '../../../lib/core/units';
import type { Caller } from '../../../lib/region/endpoint/json-protocol';
import { identities } from '../../../lib/region/iam/identities';
import { Permissions } from '../../../lib/region/iam/permissions';
import { policyFrom } from '../../../lib/region/iam/roles';
import { identifiers } from '../../../lib/region/identifiers';
import { tokenOperations } from '../../../lib/region/sts/operations';

const DEPLOYER = 'arn:aws:iam::222222222222:role/deployer';

function open(trust: object, policy?: object, longestSession = minutes(60)) {
  const permissions = new Permissions();
  const known = identities(identifiers(dice(1)));
  const document = (Statement: object): object => ({ Version: '2012-10-17', Statement: [Statement] });
  const role = (arn: string, account: string, trusted: object, own?: object): void => void permissions.roles.roles.set(arn, {
    arn, name: arn.split('/').at(-1) ?? '', account, longestSession, trust: policyFrom('trust', document(trusted), 'trust'), boundary: undefined, attached: new Set(),
    inline: new Map(own === undefined ? [] : [['own', policyFrom('own', document(own), 'identity')]]),
  });
  role(DEPLOYER, '222222222222', { Effect: 'Allow', Action: 'sts:AssumeRole', ...trust });
  role('arn:aws:iam::222222222222:role/ci', '222222222222', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '222222222222' } }, policy);
  const { AssumeRole } = tokenOperations({ permissions, identities: known, ids: identifiers(dice(2)) });
  const ask = (caller: Partial<Caller>, more: object = {}) =>
    AssumeRole!({ text: () => undefined, list: () => [], fields: [], tree: { RoleArn: DEPLOYER, RoleSessionName: 'cdk', ...more } }, { accessKeyId: 'KEY', region: 'ap-northeast-2', ...caller });
  return { ask, known };
}

const person = (account: string): Partial<Caller> => ({ principal: `arn:aws:iam::${account}:user/developer` });
const ci: Partial<Caller> = { principal: 'arn:aws:sts::222222222222:assumed-role/ci/run', role: 'arn:aws:iam::222222222222:role/ci' };
const own = { Principal: { AWS: '222222222222' } };

test('a person of an account that the role trusts gets a session, whose key works', async () => {
  const { ask, known } = open(own);
  const { Credentials, AssumedRoleUser } = await ask(person('222222222222')) as { Credentials: { AccessKeyId: string }; AssumedRoleUser: { Arn: string } };
  expect(AssumedRoleUser.Arn).toBe('arn:aws:sts::222222222222:assumed-role/deployer/cdk');
  expect(known.byAccessKey(Credentials.AccessKeyId)).toMatchObject({ role: DEPLOYER, principal: AssumedRoleUser.Arn });
});

test.each<[string, object, Partial<Caller>, object, boolean]>([
  ['a person of another account', own, person('111111111111'), {}, false],
  ['a person of another account that the role trusts', { Principal: { AWS: ['222222222222', '111111111111'] } }, person('111111111111'), {}, true],
  ['the session of a role without permission', own, ci, {}, false],
  ['the session of a role that the role names', { Principal: { AWS: 'arn:aws:iam::222222222222:role/ci' } }, ci, {}, true],
  ['somebody with an external id, where none may be', { ...own, Condition: { Null: { 'sts:ExternalId': 'true' } } }, person('222222222222'), { ExternalId: 'x' }, false],
  ['somebody without one, where none may be', { ...own, Condition: { Null: { 'sts:ExternalId': 'true' } } }, person('222222222222'), {}, true],
  ['somebody who wants a role that is not there', own, person('222222222222'), { RoleArn: 'arn:aws:iam::222222222222:role/gone' }, false],
])('%s', async (_, trust, caller, more, may) => {
  const asked = open(trust).ask(caller, more);
  if (may) await expect(asked).resolves.toBeDefined();
  else await expect(asked).rejects.toMatchObject({ code: 'AccessDenied', status: 403, message: expect.stringMatching(/^User: arn:.* is not authorized to perform: sts:AssumeRole on resource: arn:/) });
});

test('a role may take on another by a policy of its own', async () => {
  await expect(open(own, { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEPLOYER }).ask(ci)).resolves.toBeDefined();
});

test('a session policy would have to be ignored, and is refused by name', async () => {
  await expect(open(own).ask(person('222222222222'), { Policy: '{}' })).rejects.toThrow('the region does not serve AssumeRole.Policy');
});

test.each<[string, Partial<Caller>, number, string | undefined]>([
  ['as long as the role allows', person('222222222222'), 4_320, undefined],
  ['a second longer than the role allows', person('222222222222'), 4_321, 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
  ['an hour for the session of another role', ci, 3_600, undefined],
  ['longer than an hour for the session of another role', ci, 3_601, 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'],
])('a session %s', async (_, caller, DurationSeconds, refusal) => {
  const asked = open({ Principal: { AWS: ['222222222222', 'arn:aws:iam::222222222222:role/ci'] } }, undefined, minutes(72)).ask(caller, { DurationSeconds });
  if (refusal === undefined) await expect(asked).resolves.toBeDefined();
  else await expect(asked).rejects.toMatchObject({ code: 'ValidationError', message: refusal });
});

test('who may not have a role does not learn how long it lasts', async () => {
  await expect(open(own).ask(person('111111111111'), { DurationSeconds: 43_200 })).rejects.toMatchObject({ code: 'AccessDenied' });
});
