import { contextOf } from '../../../lib/core/policy/context';
import { decide } from '../../../lib/core/policy/decide';
import { readPolicy } from '../../../lib/core/policy/read-policy';
import type { Principal } from '../../../lib/core/policy/request';
import { spell } from '../../../lib/core/checked';
import { narrowBootstrap } from '../../../lib/core/delivery/narrow-bootstrap';
import type { Template, Values } from '../../../lib/core/template/template';
import { showBootstrap } from '../../../lib/edge/bootstrap/show-bootstrap';
import { edited, wayOf } from '../../support/edited';

const account = '222222222222';
/** The real one, of the version that this project pins. */
let theirs: Template;
beforeAll(async () => { theirs = await showBootstrap() as Template; });

const assumed = ['FilePublishingRole', 'ImagePublishingRole', 'LookupRole', 'DeploymentActionRole'];

function narrowed(template: unknown = theirs): Template {
  const made = narrowBootstrap(template, 'production');
  if (!made.ok) throw new Error(made.problems.map(spell).join('\n'));
  return made.value;
}

/** A document as CloudFormation would make it of the parameters' defaults: no other accounts are trusted, and ExternalIds are not taken. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const [[name = '', given] = []] = Object.entries(value);
  if (name === 'Fn::If') return resolved((given as unknown[])[(given as unknown[])[0] === 'ShouldDenyExternalId' ? 1 : 2]);
  if (name === 'Ref') return given === 'AWS::NoValue' ? undefined : account;
  if (name === 'Fn::Sub') return String(given).replace('${AWS::Partition}', 'aws').replace('${AWS::AccountId}', account);
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (resolved(one) === undefined ? [] : [[key, resolved(one)]])));
}

const session = (name: string, of = account): Principal => ({ kind: 'role-session', account: of, roleArn: `arn:aws:iam::${of}:role/${name}`, sessionArn: `arn:aws:sts::${of}:assumed-role/${name}/one` });
const person: Principal = { kind: 'user', account, arn: `arn:aws:iam::${account}:user/administrator` };

/** Whether somebody who may assume every role may assume this one. */
function lets(template: Template, id: string, principal: Principal, more: Readonly<Record<string, string>> = {}): boolean {
  const trust = readPolicy(id, resolved((template.Resources[id]?.Properties as Values)['AssumeRolePolicyDocument']), 'trust');
  const everything = readPolicy('all', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity');
  if (!trust.ok || !everything.ok) throw new Error('the policy cannot be read');
  const arn = principal.kind === 'role-session' ? principal.roleArn : principal.kind === 'user' ? principal.arn : undefined;
  const request = { principal, action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/cdk-hnb659fds-${id}`, context: contextOf({ 'aws:PrincipalArn': arn, ...more }) };
  return decide(request, { identity: [everything.value], resource: { account, rule: 'needed', policies: [trust.value] } }).allowed;
}

test.each(assumed)('%s is for the pipeline, where CDK lets the whole account in', (id) => {
  const strangers = [person, session('shop'), session('production-delivery2'), session('production-delivery', '111111111111')];
  expect(strangers.slice(0, 3).map((one) => lets(theirs, id, one))).toEqual([true, true, true]);
  expect(strangers.map((one) => lets(narrowed(), id, one))).toEqual([false, false, false, false]);
  expect(lets(narrowed(), id, session('production-delivery'))).toBe(true);
});

test('as with CDK, nobody is let in who comes for somebody else', () => {
  expect(lets(narrowed(), 'DeploymentActionRole', session('production-delivery'), { 'sts:ExternalId': 'x' })).toBe(false);
});

test('CloudFormation has the policy and the boundary of the stage, and not an administrator\'s permissions, whatever the parameters say', () => {
  const { ManagedPolicyArns, PermissionsBoundary } = narrowed().Resources['CloudFormationExecutionRole']?.Properties ?? {};
  expect(resolved({ ManagedPolicyArns, PermissionsBoundary })).toEqual({ ManagedPolicyArns: [`arn:aws:iam::${account}:policy/production-execution`], PermissionsBoundary: `arn:aws:iam::${account}:policy/production-boundary` });
  expect(JSON.stringify(narrowed().Resources)).not.toContain('AdministratorAccess');
});

test('nothing else is changed, and CDK will not put its own back unasked', () => {
  const othersOf = ({ Resources }: Template) => Object.fromEntries(Object.entries(Resources).filter(([id]) => ![...assumed, 'CloudFormationExecutionRole'].includes(id)));
  const { Parameters, ...rest } = narrowed();
  const { Parameters: known, ...before } = theirs;
  expect({ ...rest, Resources: othersOf(rest) }).toEqual({ ...before, Resources: othersOf(before) });
  expect(Parameters).toEqual({ ...known, BootstrapVariant: { ...(known?.['BootstrapVariant'] as object), Default: 'Changeover: deployed to by the pipeline of production alone' } });
});

const trust = (id: string): string => `Resources.${id}.Properties.AssumeRolePolicyDocument.Statement`;

test.each<readonly [string, string, unknown, RegExp]>([
  ['a role that is not known', 'Resources.RescueRole', { Type: 'AWS::IAM::Role', Properties: {} }, /^Resources.RescueRole is a role that is not known/],
  ['a role that is gone', 'Resources.LookupRole', undefined, /^Resources.LookupRole must be there/],
  ['a statement for somebody else', `${trust('DeploymentActionRole')}.0.Principal`, { AWS: '*' }, /^Resources.DeploymentActionRole.AssumeRolePolicyDocument has a statement that is not known/],
  ['a statement that does more', `${trust('DeploymentActionRole')}.0.Action`, 'sts:*', /has a statement that is not known/],
  ['a condition that is not known', `${trust('LookupRole')}.0.Condition`, { 'Fn::If': ['HasTrustedAccounts', {}, {}] }, /^Resources.LookupRole.AssumeRolePolicyDocument has a statement that is not known/],
  ['a statement under a condition of another kind', `${trust('LookupRole')}.2.Fn::If.0`, 'HasFriends', /has a statement that is not known/],
  ['no statement at all', trust('FilePublishingRole'), [], /^Resources.FilePublishingRole.AssumeRolePolicyDocument must let somebody of the account in/],
  ['a role of CloudFormation that trusts more', `${trust('CloudFormationExecutionRole')}.0.Principal`, { Service: ['cloudformation.amazonaws.com', 'ec2.amazonaws.com'] }, /^Resources.CloudFormationExecutionRole.AssumeRolePolicyDocument must trust CloudFormation and nobody else/],
  ['a role of CloudFormation with a policy of its own', 'Resources.CloudFormationExecutionRole.Properties.Policies', [{}], /must have none beside that of the stage/],
  ['no variant', 'Parameters.BootstrapVariant', undefined, /^Parameters.BootstrapVariant must be there/],
  ['no template', '', 'not a template', /^Resources must hold the roles of the bootstrap/],
])('%s is refused, not guessed at', (_, path, to, said) => {
  const made = narrowBootstrap(path === '' ? to : edited(theirs, wayOf(path), to), 'production');
  expect(made.ok ? [] : made.problems.map(spell)).toContainEqual(expect.stringMatching(said));
});
