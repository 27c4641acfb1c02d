import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolloutSafety } from '../../../lib/core/safety/rollout-safety';
import type { Template } from '../../../lib/core/template/template';
import { editedResource, wayOf } from '../../support/edited';
import { aSafeTemplate } from './a-safe-template';

const checked = (name: string, template: Template): readonly string[] => {
  const rule = rolloutSafety.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule.check(template).map(({ logicalId, found }) => `${logicalId}: ${found}`);
};
const edit = (logicalId: string, path: string, to: unknown): Template => editedResource(aSafeTemplate(), logicalId, wayOf(path), to);
const ending = 'Properties.BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess';
const composite = (): Template => {
  const template = edit('Group', 'Properties.AlarmConfiguration.Alarms', [{ Name: { Ref: 'Errors' } }, { Name: { Ref: 'Notice' } }]);
  return template;
};
const expiring = (selection: object): string => JSON.stringify({ rules: [{ selection }] });
const denial = 'Properties.ResourcePolicy.PolicyDocument.Statement.0';
const pinned = 'Properties.AssumeRolePolicyDocument.Statement.0.Condition';
const subject = (sub: string): object => ({ 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com', 'token.actions.githubusercontent.com:sub': sub });
const metric = (Dimensions: readonly object[]): object => ({ Namespace: 'AWS/ApplicationELB', MetricName: 'HTTPCode_ELB_5XX_Count', Dimensions });

/** For each rule what breaks it in an otherwise safe template: where, how, and what is said. */
const failing: readonly (readonly [rule: string, template: Template, said: RegExp])[] = [
  ['group-reads-alarms', edit('Group', 'Properties.AlarmConfiguration.Enabled', false), /^Group: the alarms are not enabled$/],
  ['group-reads-alarms', edit('Group', 'Properties.AlarmConfiguration.Alarms', []), /^Group: 0 alarms$/],
  ['group-reads-alarms', edit('Group', 'Properties.AlarmConfiguration.Alarms', Array.from({ length: 11 }, () => ({ Name: 'x' }))), /^Group: 11 alarms$/],
  ['unread-alarms-stop', edit('Group', 'Properties.AlarmConfiguration.IgnorePollAlarmFailure', true), /^Group: it ignores/],
  ['group-takes-back', edit('Group', 'Properties.AutoRollbackConfiguration.Events', ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST']), /^Group: no DEPLOYMENT_STOP_ON_ALARM$/],
  ['group-takes-back', edit('Group', 'Properties.AutoRollbackConfiguration', undefined), /^Group: nothing is taken back$/],
  ['group-shifts-traffic', edit('Group', 'Properties.LoadBalancerInfo', undefined), /^Group: 0 target groups/],
  ['group-shifts-traffic', edit('Group', 'Properties.DeploymentStyle.DeploymentType', 'IN_PLACE'), /^Group: it is not BLUE_GREEN$/],
  ['group-shifts-traffic', edit('Group', 'Properties.LoadBalancerInfo.TargetGroupPairInfoList.0.TestTrafficRoute', undefined), /^Group: no TestTrafficRoute$/],
  ['blue-outlasts-alarms', edit('Group', `${ending}.TerminationWaitTimeInMinutes`, 3), /^Group: 3 minutes, where the slowest alarm takes 3$/],
  ['blue-outlasts-alarms', edit('Group', `${ending}.Action`, 'KEEP_ALIVE'), /^Group: blue is never ended/],
  ['nobody-is-waited-for', edit('Group', 'Properties.BlueGreenDeploymentConfiguration.DeploymentReadyOption', { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: 0 }), /^Group: it stops after no time/],
  ['shift-is-gradual', edit('Group', 'Properties.DeploymentConfigName', 'CodeDeployDefault.ECSAllAtOnce'), /^Group: CodeDeployDefault.ECSAllAtOnce$/],
  ['shift-is-gradual', edit('Shift', 'Properties.TrafficRoutingConfig', { Type: 'AllAtOnce' }), /^Group: Shift$/],
  ['shift-is-gradual', edit('Group', 'Properties.DeploymentConfigName', undefined), /^Group: no configuration$/],
  ['both-groups-are-watched', edit('Errors', 'Properties.Metrics.2', undefined), /^Group: HTTPCode_Target_5XX_Count of Two is looked at by no alarm$/],
  ['both-groups-are-watched', edit('Errors', 'Properties.Metrics', []), /^Group: no alarm looks at a target group$/],
  ['every-query-counts', edit('Errors', 'Properties.Metrics.0.Expression', 'MAX([one, one])'), /^Errors: two is used nowhere$/],
  ['alarms-see-one-release', edit('Errors', 'Properties.Metrics.1.MetricStat.Metric', metric([{ Name: 'LoadBalancer', Value: 'b' }])), /^Errors: a metric of the whole load balancer$/],
  ['alarm-dimensions-stay', edit('Errors', 'Properties.Metrics.1.MetricStat.Metric.Dimensions.0.Name', 'Release'), /^Errors: the dimension Release$/],
  ['composites-only-notify', composite(), /^Notice: a composite alarm/],
  ['missing-data-is-decided', edit('Errors', 'Properties.TreatMissingData', undefined), /^Errors: it does not say$/],
  ['missing-data-is-decided', edit('Errors', 'Properties.TreatMissingData', 'ignore'), /^Errors: ignore on a rollback alarm$/],
  ['alarm-can-fire', edit('Errors', 'Properties.DatapointsToAlarm', 4), /^Errors: 4 of 3$/],
  ['alarms-tell-somebody', edit('Errors', 'Properties.AlarmActions', []), /^Errors: no AlarmActions$/],
  ['alarms-tell-somebody', edit('Errors', 'Properties.ActionsEnabled', false), /^Errors: its actions are off$/],
  ['composite-rule-reads', edit('Notice', 'Properties.AlarmRule', 'ALARM("errors") OR'), /^Notice: /],
  ['default-action-is-fixed', edit('Production', 'Properties.DefaultActions', [{ Type: 'forward' }]), /^Production: it forwards$/],
  ['rule-begins-with-blue', edit('TestRule', 'Properties.Actions.0.ForwardConfig.TargetGroups.0.Weight', 90), /^TestRule: weights One: 90, Two: 0$/],
  ['rule-begins-with-blue', edit('ProductionRule', 'Properties.Actions.0', { Type: 'forward', TargetGroupArn: { Ref: 'One' } }), /^ProductionRule: weights are not given$/],
  ['group-follows-rules', edit('Group', 'DependsOn', ['ProductionRule']), /^Group: it does not depend on TestRule$/],
  ['health-check-ends-in-time', edit('Two', 'Properties.HealthCheckTimeoutSeconds', 5), /^Two: 5 s of 5 s$/],
  ['balancer-is-protected', edit('Balancer', 'Properties.LoadBalancerAttributes.0.Value', 'false'), /^Balancer: deletion_protection.enabled is off$/],
  ['listener-is-encrypted', edit('Test', 'Properties.SslPolicy', 'ELBSecurityPolicy-2016-08'), /^Test: ELBSecurityPolicy-2016-08$/],
  ['listener-is-encrypted', edit('Http', 'Properties.DefaultActions.0', { Type: 'fixed-response' }), /^Http: HTTP that is answered$/],
  ['frozen-is-untagged', edit('Two', 'Properties.Tags', [{ Key: 'a', Value: 'b' }]), /^Two: it has tags$/],
  ['service-is-left-alone', edit('Service', 'Properties.DesiredCount', 3), /^Service: it is named$/],
  ['service-is-left-alone', edit('Service', 'Properties.TaskDefinition', { Ref: 'Definition' }), /^Service: it is a revision/],
  ['container-is-there', edit('Service', 'Properties.LoadBalancers.0.ContainerName', 'app'), /^Service: no container app in api$/],
  ['container-is-there', edit('Definition', 'Properties.ContainerDefinitions.0.PortMappings', []), /^Service: no port 8080/],
  ['image-is-pinned', edit('Definition', 'Properties.ContainerDefinitions.0.Image', 'repository:latest'), /^Definition: the image repository:latest$/],
  ['rolling-takes-back', edit('Worker', 'Properties.DeploymentConfiguration', undefined), /^Worker: it is off$/],
  ['scaling-fits-blue-green', edit('Policy', 'Properties.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType', 'ALBRequestCountPerTarget'), /^Policy: ALBRequestCountPerTarget$/],
  ['scaling-is-awake', edit('Target', 'Properties.SuspendedState', { DynamicScalingInSuspended: true }), /^Target: it is suspended$/],
  ['rules-call', edit('Schedule', 'Properties.State', 'DISABLED'), /^Schedule: it is disabled$/],
  ['rules-call', edit('MayCall', 'Properties.Principal', 's3.amazonaws.com'), /^Schedule: it may not call Watch$/],
  ['rules-call', edit('MayCall', 'Properties.SourceArn', { 'Fn::GetAtt': ['Other', 'Arn'] }), /^Schedule: it may not call Watch$/],
  ['hook-may-report', edit('HookPolicy', 'Properties.PolicyDocument.Statement.0.Action', 'codedeploy:GetDeployment'), /^Hook: HookRole may not report$/],
  ['custom-resource-is-bounded', edit('Deployment', 'Properties.ServiceTimeout', undefined), /^Deployment: it does not say$/],
  ['custom-resource-is-bounded', edit('Deployment', 'Properties.ServiceTimeout', '7200'), /^Deployment: 7200 s$/],
  ['trust-is-narrow', edit('HookRole', 'Properties.AssumeRolePolicyDocument.Statement.0.Principal', { AWS: 'arn:aws:iam::222222222222:root' }), /^HookRole: it trusts AWS: arn:aws:iam::222222222222:root$/],
  ['trust-is-narrow', edit('HookRole', 'Properties.AssumeRolePolicyDocument.Statement.0.Principal', '*'), /^HookRole: it trusts \*$/],
  ['trust-is-narrow', edit('HookRole', 'Properties.AssumeRolePolicyDocument.Statement.0', { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: 'github' }, Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } } }), /^HookRole: it trusts Federated: github$/],
  ['roles-are-passed-to-one', edit('HookPolicy', 'Properties.PolicyDocument.Statement.1.Condition', undefined), /^HookPolicy: iam:PassRole on task-role for any service$/],
  ['database-asks-for-tls', edit('Parameters', 'Properties.Parameters', { 'rds.force_ssl': '0' }), /^Primary: Parameters does not set rds.force_ssl to 1$/],
  ['database-asks-for-tls', edit('Proxy', 'Properties.RequireTLS', false), /^Proxy: it is off$/],
  ['database-knows-who', edit('Primary', 'Properties.EnableIAMDatabaseAuthentication', undefined), /^Primary: it is off$/],
  ['database-knows-who', edit('Proxy', 'Properties.DefaultAuthScheme', 'NONE'), /^Proxy: passwords are enough$/],
  ['database-can-be-restored', edit('Primary', 'Properties.BackupRetentionPeriod', 7), /^Primary: 7 days$/],
  ['database-can-be-restored', edit('Primary', 'Properties.DeleteAutomatedBackups', undefined), /^Primary: its backups go with it$/],
  ['database-fails-over', edit('Primary', 'Properties.MultiAZ', false), /^Primary: there is no standby$/],
  ['database-fails-over', edit('Primary', 'Properties.PubliclyAccessible', true), /^Primary: it is public$/],
  ['stores-outlive-stacks', edit('Leases', 'UpdateReplacePolicy', undefined), /^Leases: it does not say$/],
  ['stores-outlive-stacks', edit('Primary', 'DeletionPolicy', 'Delete'), /^Primary: Delete$/],
  ['stores-outlive-stacks', edit('Primary', 'Properties.DeletionProtection', false), /^Primary: it is off$/],
  ['repository-keeps-images', edit('Images', 'Properties.ImageTagMutability', 'MUTABLE'), /^Images: MUTABLE$/],
  ['repository-keeps-images', edit('Images', 'Properties.ImageScanningConfiguration', undefined), /^Images: it is off$/],
  ['repository-keeps-images', edit('Images', 'Properties.LifecyclePolicy.LifecyclePolicyText', expiring({ tagStatus: 'any' })), /^Images: it lets any images expire, whatever they are called$/],
  ['repository-keeps-images', edit('Images', 'Properties.LifecyclePolicy.LifecyclePolicyText', expiring({ tagStatus: 'tagged', tagPrefixList: ['ci-', 're'] })), /^Images: it lets images expire whose tags begin with 're'$/],
  ['ledger-is-kept', edit('Ledger', 'Properties.PointInTimeRecoverySpecification', undefined), /^Ledger: it cannot be restored$/],
  ['ledger-is-kept', edit('Ledger', 'Properties.DeletionProtectionEnabled', false), /^Ledger: it is off$/],
  ['ledger-is-kept', edit('Ledger', 'Properties.ResourcePolicy', undefined), /^Ledger: it does not deny dynamodb:DeleteItem, dynamodb:UpdateItem, dynamodb:BatchWriteItem to everybody$/],
  ['ledger-is-kept', edit('Ledger', `${denial}.Action`, 'dynamodb:Delete*'), /^Ledger: it does not deny dynamodb:UpdateItem, dynamodb:BatchWriteItem to everybody$/],
  ['ledger-is-kept', edit('Ledger', `${denial}.Principal`, { AWS: '222222222222' }), /^Ledger: it does not deny/],
  ['ledger-is-kept', edit('Ledger', `${denial}.Resource`, 'arn:aws:dynamodb:ap-northeast-2:222222222222:table/other'), /^Ledger: it does not deny/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy', undefined), /^Vouching: without a policy the whole account signs$/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy.Statement.0.Condition', undefined), /^Vouching: AWS: arn:aws:iam::222222222222:root may kms:Sign$/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy.Statement.0.Condition', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } }), /may kms:Sign$/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy.Statement.0.Condition', { StringEquals: { 'kms:MessageType': 'DIGEST' } }), /may kms:Sign$/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy.Statement.1.Action', 'kms:*'), /may kms:\*$/],
  ['signing-key-has-signers', edit('Vouching', 'Properties.KeyPolicy.Statement.1.Action.0', 'kms:CreateGrant'), /may kms:CreateGrant$/],
  ['web-identity-is-pinned', edit('PipelineRole', pinned, { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } }), /^PipelineRole: it trusts Federated: \$\{Github\} for any subject$/],
  ['web-identity-is-pinned', edit('PipelineRole', pinned, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/*' } }), /for any audience$/],
  ['web-identity-is-pinned', edit('PipelineRole', `${pinned}.StringEquals`, subject('repo:example/points:*')), /for repo:example\/points:\*$/],
  ['web-identity-is-pinned', edit('PipelineRole', `${pinned}.StringEquals`, subject('repo:example/points:pull_request')), /for repo:example\/points:pull_request$/],
  ['tasks-hide-nothing', edit('Definition', 'Properties.ContainerDefinitions.0.LogConfiguration', undefined), /^Definition: api has no log$/],
  ['tasks-hide-nothing', edit('Definition', 'Properties.ContainerDefinitions.0.User', 'root'), /^Definition: api runs as root$/],
];

test.each(rolloutSafety.map(({ name }) => name))('%s lets a safe template pass', (name) => expect(checked(name, aSafeTemplate())).toEqual([]));

test.each(failing)('%s refuses a template that breaks it, %#', (name, template, said) => {
  expect(checked(name, template)).toContainEqual(expect.stringMatching(said));
});

test('every rule is in the pack, has a template that fails, and lets a template of somebody else pass', () => {
  const files = readdirSync(join(__dirname, '../../../lib/core/safety/rules')).map((file) => file.replace('.ts', ''));
  expect(rolloutSafety.map(({ name }) => name)).toEqual(files.sort());
  expect([...new Set(failing.map(([name]) => name))].sort()).toEqual(files);
  expect(rolloutSafety.flatMap(({ check }) => check({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }))).toEqual([]);
});

test('a deployment group of servers, not of ECS, is none of its business', () => {
  const servers: Template = { Resources: { Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Server' } }, Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { ApplicationName: { Ref: 'Application' } } } } };
  expect(rolloutSafety.flatMap(({ check }) => check(servers))).toEqual([]);
});
