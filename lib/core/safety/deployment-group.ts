import { listed, ofType, at, type Resource, type Template } from '../template/template';
import { referred } from './each';

export const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** Deployment groups of ECS services. Which platform one is for its application says; a group that names services says it too. */
export function ecsGroups(template: Template): readonly (readonly [string, Resource])[] {
  const applications = ofType(template, 'AWS::CodeDeploy::Application').filter(([, { Properties }]) => Properties?.['ComputePlatform'] === 'ECS').map(([id]) => id);
  return ofType(template, GROUP).filter(([, group]) => at(group, 'Properties.ECSServices') !== undefined || applications.includes(referred(at(group, 'Properties.ApplicationName')) ?? ''));
}

/** Logical ids, or names, of the alarms that a group reads. */
export const alarmsOf = (group: Resource): readonly string[] => listed(at(group, 'Properties.AlarmConfiguration.Alarms')).flatMap((alarm) => referred(at(alarm, 'Name')) ?? []);

/** The alarms of this template that any ECS group in it reads. */
export function rollbackAlarms(template: Template): readonly (readonly [string, Resource])[] {
  const names = ecsGroups(template).flatMap(([, group]) => alarmsOf(group));
  return Object.entries(template.Resources).filter(([id, { Type, Properties }]) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type) && (names.includes(id) || names.includes(String(Properties?.['AlarmName']))));
}

/** Logical ids of the two target groups between which a group moves traffic. */
export const pairOf = (group: Resource): readonly string[] => listed(at(group, 'Properties.LoadBalancerInfo.TargetGroupPairInfoList'))
  .flatMap((pair) => listed(at(pair, 'TargetGroups')).flatMap((one) => referred(at(one, 'Name')) ?? []));

/** Every metric that an alarm reads: its namespace, name, and dimensions by name. */
export function metricsOf({ Properties }: Resource): readonly { readonly namespace: unknown; readonly name: unknown; readonly dimensions: Readonly<Record<string, unknown>> }[] {
  const own = Properties?.['MetricName'] === undefined ? [] : [Properties];
  const queried = listed(Properties?.['Metrics']).flatMap((query) => at(query, 'MetricStat.Metric') ?? []);
  return [...own, ...queried].map((metric) => ({
    namespace: at(metric, 'Namespace'), name: at(metric, 'MetricName'),
    dimensions: Object.fromEntries(listed(at(metric, 'Dimensions')).map((dimension) => [String(at(dimension, 'Name')), at(dimension, 'Value')])),
  }));
}
