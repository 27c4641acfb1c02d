import { isTrue, listOf, refuseOthers, textOf, textsOf, type Fields } from '../../fields';
import { placeOf } from '../../place';
import type { Caller } from '../../endpoint/json-protocol';
import { invalid } from '../arguments';
import type { Order } from '../engine';
import type { Stack, StackSettings } from '../stack';
import { readTemplateText } from '../template-text';
import { insufficientCapabilities } from './capabilities';
import type { ApiPorts } from './ports';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LONGEST_BODY = 51_200;

/** What `CreateStack`, `UpdateStack` and `CreateChangeSet` have in common. */
export const ORDER_FIELDS = {
  served: ['StackName', 'TemplateBody', 'TemplateURL', 'Parameters', 'Capabilities', 'NotificationARNs', 'RoleARN', 'Tags', 'ClientRequestToken', 'ClientToken', 'DeploymentConfig', 'RollbackConfiguration'],
};

export function requireStackName(input: Fields): string {
  return textOf(input['StackName']) ?? invalid("1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null");
}

/** @throws ServiceError `ValidationError` for a stack that is not there */
export function stackIn({ cloudformation }: ApiPorts, input: Fields, caller: Caller): Stack {
  const name = requireStackName(input);
  return cloudformation.find(placeOf(caller), name) ?? invalid(`Stack with id ${name} does not exist`);
}

/** @param stack the one that is there already @throws ServiceError */
export function orderIn(ports: ApiPorts, input: Fields, caller: Caller, stack: Stack | undefined): Order {
  refuseUnserved(input);
  const text = templateTextIn(ports, input, stack);
  const template = readTemplateText(text);
  const given = listOf(input['Parameters']).map(({ ParameterKey, ParameterValue, UsePreviousValue }) => ({ name: String(ParameterKey), value: ParameterValue, previous: isTrue(UsePreviousValue) }));
  const before = stack?.parameters.given ?? {};
  const missing = given.filter(({ name, previous }) => previous && before[name] === undefined).map(({ name }) => name);
  if (missing.length > 0) return invalid(`Invalid input for parameter key ${missing.join(', ')}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`);
  insufficientCapabilities(template, textsOf(input['Capabilities']));
  return {
    template, text,
    parameters: Object.fromEntries(given.filter(({ previous }) => !previous).map(({ name, value }) => [name, String(value ?? '')])),
    previous: Object.fromEntries(given.filter(({ previous }) => previous).map(({ name }) => [name, before[name] ?? ''])),
    settings: settingsIn(ports, input, caller, stack),
    policy: policyTextIn(ports, input, 'StackPolicy'), policyDuringUpdate: policyTextIn(ports, input, 'StackPolicyDuringUpdate'),
  };
}

/** What would change what happens, and does not here. */
function refuseUnserved(input: Fields): void {
  const express = (input['DeploymentConfig'] as Fields | undefined)?.['Mode'];
  if (express !== undefined && express !== 'STANDARD') invalid(`the region deploys in the mode STANDARD, got DeploymentConfig.Mode ${JSON.stringify(express)}`);
  const rollback = input['RollbackConfiguration'] as Fields | undefined;
  if (listOf(rollback?.['RollbackTriggers']).length > 0) invalid('the region does not watch alarms while it deploys (RollbackConfiguration.RollbackTriggers)');
}

function settingsIn({ permissions }: ApiPorts, input: Fields, caller: Caller, stack: Stack | undefined): StackSettings {
  const roleArn = textOf(input['RoleARN']) ?? stack?.settings.roleArn;
  const { account, region } = placeOf(caller);
  // The service does its work in this role, or in that of whoever calls.
  if (roleArn !== undefined && !permissions.mayAssume(roleArn, 'cloudformation.amazonaws.com', { arn: '', account }, region)) return invalid(`Role ${roleArn} is invalid or cannot be assumed`);
  return {
    tags: input['Tags'] === undefined ? stack?.settings.tags ?? [] : listOf(input['Tags']).map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value) })),
    capabilities: textsOf(input['Capabilities']), notificationArns: textsOf(input['NotificationARNs']), roleArn, disableRollback: disableRollbackIn(input),
  };
}

export function disableRollbackIn(input: Fields): boolean {
  const onFailure = input['OnFailure'];
  if (onFailure !== undefined && onFailure !== 'ROLLBACK' && onFailure !== 'DO_NOTHING') return invalid(`the region serves OnFailure as ROLLBACK or DO_NOTHING, got ${JSON.stringify(onFailure)}`);
  return isTrue(input['DisableRollback']) || onFailure === 'DO_NOTHING';
}

/** @throws ServiceError `ValidationError` unless there is exactly one template */
export function templateTextIn(ports: ApiPorts, input: Fields, stack: Stack | undefined): string {
  const [body, url, previous] = [textOf(input['TemplateBody']), textOf(input['TemplateURL']), isTrue(input['UsePreviousTemplate'])];
  if ([body !== undefined, url !== undefined, previous].filter(Boolean).length !== 1) return invalid('Either Template URL or Template Body must be specified.');
  if (previous) return stack?.templateText ?? invalid('UsePreviousTemplate needs a stack that is there');
  if (url !== undefined) return textAt(ports, url);
  if (Buffer.byteLength(body ?? '') > LONGEST_BODY) return invalid(`1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_BODY}`);
  return body ?? '';
}

function policyTextIn(ports: ApiPorts, input: Fields, name: string): string | undefined {
  const [body, url] = [textOf(input[`${name}Body`]), textOf(input[`${name}URL`])];
  return url === undefined ? body : textAt(ports, url);
}

function textAt({ objectText }: ApiPorts, url: string): string {
  const { bucket, key } = objectAt(url) ?? invalid('TemplateURL must be a supported URL.');
  return objectText(bucket, key) ?? invalid('S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html');
}

/** The object of a URL of S3, in either style, or of the region's own endpoint. */
export function objectAt(url: string): { readonly bucket: string; readonly key: string } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return undefined;
  const path = decodeURIComponent(parsed.pathname.slice(1));
  const [, hosted] = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(parsed.hostname) ?? [];
  const isS3 = /^s3[.-][a-z0-9.-]*amazonaws\.com$/.test(parsed.hostname) || ['127.0.0.1', 'localhost'].includes(parsed.hostname);
  if (hosted !== undefined) return { bucket: hosted, key: path };
  const [bucket = '', ...key] = path.split('/');
  return isS3 ? { bucket, key: key.join('/') } : undefined;
}

export function refuseUnknown(operation: string, input: Fields, served: readonly string[], withoutEffect: readonly string[] = []): void {
  refuseOthers(operation, input, { served, withoutEffect });
}


