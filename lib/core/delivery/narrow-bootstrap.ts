import { accepted, type Checked, type Problem } from '../checked';
import { canonical } from '../template/canonical';
import { at, isRecord, listed, type Resource, type Template, type Values } from '../template/template';
import { boundaryName, executionPolicyName, pipelineRoleName } from './names';

/** Roles of CDK's bootstrap that its command line takes on. */
const assumed = ['FilePublishingRole', 'ImagePublishingRole', 'LookupRole', 'DeploymentActionRole'] as const;
/** The role in which CloudFormation works. */
const execution = 'CloudFormationExecutionRole';

const anybodyHere = canonical({ AWS: { Ref: 'AWS::AccountId' } });
const byCloudFormation = canonical([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' } }]);

/**
 * CDK's bootstrap template for an account that only the pipeline of a stage deploys to.
 *
 * As CDK makes it, whoever may assume roles in the account is its administrator: all of these roles trust the whole account, and the one
 * that deploys hands an administrator's permissions to CloudFormation. Here they trust the pipeline's role alone, no other account, and
 * CloudFormation has the permissions and the boundary that the stage's Delivery stack makes.
 *
 * @param given what `cdk bootstrap --show-template` prints
 * @returns the template, or everything in it that is not as expected: a statement that is not known might trust anybody
 */
export function narrowBootstrap(given: unknown, stage: string): Checked<Template> {
  if (!isRecord(given) || !isRecord(given['Resources'])) return { ok: false, problems: [{ path: 'Resources', message: 'must hold the roles of the bootstrap, got none' }] };
  const template = given as unknown as Template;
  const problems: Problem[] = [];
  const wrong = (path: string, message: string): void => void problems.push({ path, message });
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IAM::Role').map(([id]) => id);
  for (const id of roles.filter((role) => ![...assumed, execution].some((known) => known === role))) wrong(`Resources.${id}`, 'is a role that is not known: nobody has said whom it may trust');
  for (const id of [...assumed, execution].filter((known) => !roles.includes(known))) wrong(`Resources.${id}`, 'must be there, as a role');
  if (at(template.Parameters, 'BootstrapVariant.Default') === undefined) wrong('Parameters.BootstrapVariant', 'must be there: it keeps `cdk bootstrap` from putting its own template back');
  const present = (id: string): id is keyof typeof template.Resources => template.Resources[id] !== undefined;
  const narrowed = Object.fromEntries([
    ...assumed.filter(present).map((id) => [id, trusting(template.Resources[id] as Resource, stage, (message) => wrong(`Resources.${id}.AssumeRolePolicyDocument`, message))]),
    ...[execution].filter(present).map((id) => [id, limited(template.Resources[id] as Resource, stage, (place, message) => wrong(`Resources.${id}.${place}`, message))]),
  ]) as Record<string, Resource>;
  if (problems.length > 0) return { ok: false, problems };
  const { Parameters: parameters = {} } = template;
  const variant = { ...(parameters['BootstrapVariant'] as Values), Default: `Changeover: deployed to by the pipeline of ${stage} alone` };
  return accepted({ ...template, Parameters: { ...parameters, BootstrapVariant: variant }, Resources: { ...template.Resources, ...narrowed } });
}

/** A role that trusts the pipeline, and neither everybody in the account nor other accounts. */
function trusting(role: Resource, stage: string, wrong: (message: string) => void): Resource {
  const statements = listed(at(role.Properties, 'AssumeRolePolicyDocument.Statement'));
  const own = statements.filter((statement) => !isForOthers(statement));
  if (own.length === 0) wrong('must let somebody of the account in, who can be narrowed down');
  const pipeline = { 'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${pipelineRoleName(stage)}` } };
  const kept = own.map((statement) => {
    const { Action, Effect, Principal, Condition, ...more } = isRecord(statement) ? statement : {};
    const isKnown = Effect === 'Allow' && (Action === 'sts:AssumeRole' || Action === 'sts:TagSession') && canonical(Principal) === anybodyHere && Object.keys(more).length === 0;
    const condition = narrower(Condition, pipeline);
    if (!isKnown || condition === undefined) wrong(`has a statement that is not known: ${canonical(statement)}`);
    return { Action, Effect, Principal, Condition: condition };
  });
  return { ...role, Properties: { ...role.Properties, AssumeRolePolicyDocument: { ...(at(role.Properties, 'AssumeRolePolicyDocument') as Values), Statement: kept } } };
}

/** A statement for accounts that `cdk bootstrap --trust` names: there are none. */
function isForOthers(statement: unknown): boolean {
  const [condition, , otherwise] = listed(at(statement, 'Fn::If'));
  return /^HasTrustedAccounts(ForLookup)?$/.test(String(condition)) && canonical(otherwise) === canonical({ Ref: 'AWS::NoValue' });
}

/** The condition and one on who asks; in CDK's one that depends on a parameter, in both of its halves. Nothing for any other. */
function narrower(condition: unknown, pipeline: Values): Values | undefined {
  if (condition === undefined) return { ArnEquals: pipeline };
  const [on, strict, loose, ...more] = listed(at(condition, 'Fn::If'));
  const isKnown = on === 'ShouldDenyExternalId' && canonical(strict) === canonical({ Null: { 'sts:ExternalId': 'true' } }) && canonical(loose) === canonical({ Ref: 'AWS::NoValue' }) && more.length === 0;
  return isKnown ? { 'Fn::If': [on, { ...(strict as Values), ArnEquals: pipeline }, { ArnEquals: pipeline }] } : undefined;
}

/** The role of CloudFormation, with the policy and the boundary of the stage. */
function limited(role: Resource, stage: string, wrong: (place: string, message: string) => void): Resource {
  if (canonical(at(role.Properties, 'AssumeRolePolicyDocument.Statement')) !== byCloudFormation) wrong('AssumeRolePolicyDocument', 'must trust CloudFormation and nobody else');
  if (role.Properties?.['Policies'] !== undefined) wrong('Policies', 'must have none beside that of the stage');
  const policy = (name: string): Values => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${name}` });
  return { ...role, Properties: { ...role.Properties, ManagedPolicyArns: [policy(executionPolicyName(stage))], PermissionsBoundary: policy(boundaryName(stage)) } };
}
