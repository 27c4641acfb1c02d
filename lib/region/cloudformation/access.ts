import { textOf, type Fields } from '../fields';
import type { AccessTable, NeedsOf } from '../iam/access-table';
import { need } from '../iam/need';
import { arnOf, type Place } from '../place';
import { objectAt } from './api/read-input';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
const on = (action: string): NeedsOf => (input, place) => [need(`cloudformation:${action}`, stackArn(input, place), contextOf(input)), ...passing(input), ...reading(input)];
const anywhere = (action: string): NeedsOf => (input) => [need(`cloudformation:${action}`, '*'), ...reading(input)];

const ON_A_STACK = [
  'DescribeStacks', 'DescribeStackEvents', 'DescribeEvents', 'DescribeStackResource', 'DescribeStackResources', 'ListStackResources', 'GetTemplate', 'GetTemplateSummary', 'GetStackPolicy', 'CreateStack', 'UpdateStack', 'DeleteStack',
  'RollbackStack', 'ContinueUpdateRollback', 'CancelUpdateStack', 'SetStackPolicy', 'UpdateTerminationProtection', 'CreateChangeSet', 'DescribeChangeSet', 'ListChangeSets', 'DeleteChangeSet', 'ExecuteChangeSet',
];

export const stackAccess: AccessTable = {
  ...Object.fromEntries(ON_A_STACK.map((action) => [action, on(action)])),
  ...Object.fromEntries(['ListStacks', 'ListExports', 'ListImports', 'ValidateTemplate'].map((action) => [action, anywhere(action)])),
};

/** A stack that is asked for by name has any id. */
function stackArn(input: Fields, place: Place): string {
  const name = textOf(input['StackName']);
  return name === undefined ? '*' : name.startsWith('arn:') ? name : arnOf('cloudformation', place, `stack/${name}/*`);
}

function contextOf(input: Fields): Readonly<Record<string, string>> {
  const known = [['cloudformation:ChangeSetName', input['ChangeSetName']], ['cloudformation:RoleArn', input['RoleARN']], ['cloudformation:TemplateUrl', input['TemplateURL']]] as const;
  return Object.fromEntries(known.flatMap(([key, value]) => (typeof value === 'string' && value !== '' ? [[key, value]] : [])));
}

/** Whoever hands CloudFormation a role has to be allowed to. */
function passing(input: Fields) {
  const role = textOf(input['RoleARN']);
  return role === undefined ? [] : [need('iam:PassRole', role, { 'iam:PassedToService': 'cloudformation.amazonaws.com' })];
}

/** The template is read in the name of whoever names it. */
function reading(input: Fields) {
  const object = objectAt(textOf(input['TemplateURL']) ?? '');
  return object === undefined ? [] : [need('s3:GetObject', `arn:aws:s3:::${object.bucket}/${object.key}`)];
}
