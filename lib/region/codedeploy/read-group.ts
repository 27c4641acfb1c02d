import { minutes } from '../../core/units';
import type { ReadyOption, RollbackEvent } from '../../core/deployment/policy';
import { ServiceError } from '../service-error';
import type { DeploymentGroup } from './catalog';

type Fields = Readonly<Record<string, unknown>>;

const MOST_ALARMS = 10;
const ROLLBACK_EVENTS: readonly string[] = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] satisfies readonly RollbackEvent[];

/** Reads a deployment group from template properties, refusing what CodeDeploy refuses for ECS. */
export function readGroup(name: string, properties: Fields): DeploymentGroup {
  const style = object(properties['DeploymentStyle']);
  if (style['DeploymentType'] !== 'BLUE_GREEN' || style['DeploymentOption'] !== 'WITH_TRAFFIC_CONTROL') {
    throw new ServiceError('InvalidDeploymentStyleException', 'For ECS deployment group, deployment style must be BLUE_GREEN and WITH_TRAFFIC_CONTROL.');
  }
  const services = list(properties['ECSServices']);
  const [service] = services;
  if (service === undefined || services.length > 1) throw new ServiceError('InvalidECSServiceException', 'A deployment group needs exactly one ECS service.');
  const pairs = list(object(properties['LoadBalancerInfo'])['TargetGroupPairInfoList']);
  const pair = pairs[0];
  if (pair === undefined) throw new ServiceError('InvalidLoadBalancerInfoException', 'A load balancer with a pair of target groups is required for an ECS deployment group.');
  const [first, second, third] = list(pair['TargetGroups']).map(({ Name }) => String(Name));
  const production = listenerOf(pair['ProdTrafficRoute']);
  if (first === undefined || second === undefined || third !== undefined || production === undefined) {
    throw new ServiceError('InvalidTargetGroupPairException', 'A target group pair needs two target groups and one production listener.');
  }
  const blueGreen = object(properties['BlueGreenDeploymentConfiguration']);
  return {
    application: String(properties['ApplicationName']), name, serviceRoleArn: String(properties['ServiceRoleArn']),
    configuration: String(properties['DeploymentConfigName'] ?? 'CodeDeployDefault.ECSAllAtOnce'),
    service: { cluster: String(service['ClusterName']), name: String(service['ServiceName']) },
    targetGroups: [first, second], productionListenerArn: production, testListenerArn: listenerOf(pair['TestTrafficRoute']),
    ...readWaits(blueGreen), alarms: readAlarms(object(properties['AlarmConfiguration'])), rollback: readRollback(object(properties['AutoRollbackConfiguration'])),
  };
}

function readWaits(blueGreen: Fields): Pick<DeploymentGroup, 'terminationWait' | 'ready'> {
  const termination = object(blueGreen['TerminateBlueInstancesOnDeploymentSuccess']);
  if ((termination['Action'] ?? 'TERMINATE') !== 'TERMINATE') {
    throw new ServiceError('InvalidBlueGreenDeploymentConfigurationException', 'For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess.action must be TERMINATE.');
  }
  const option = object(blueGreen['DeploymentReadyOption']);
  const ready: ReadyOption = option['ActionOnTimeout'] === 'STOP_DEPLOYMENT'
    ? { kind: 'STOP_DEPLOYMENT', wait: minutes(Number(option['WaitTimeInMinutes'] ?? 0)) }
    : { kind: 'CONTINUE_DEPLOYMENT' };
  return { terminationWait: minutes(Number(termination['TerminationWaitTimeInMinutes'] ?? 0)), ready };
}

function readAlarms(configuration: Fields): DeploymentGroup['alarms'] {
  const names = list(configuration['Alarms']).map(({ Name }) => String(Name));
  if (names.length > MOST_ALARMS) throw new ServiceError('AlarmsLimitExceededException', `The maximum number of alarms for a deployment group (${MOST_ALARMS}) was exceeded.`);
  const enabled = truthy(configuration['Enabled']);
  if (enabled && names.length === 0) throw new ServiceError('InvalidAlarmConfigException', 'Alarm configuration is enabled, but no alarms are specified.');
  return { enabled, names, ignorePollAlarmFailure: truthy(configuration['IgnorePollAlarmFailure']) };
}

function readRollback(configuration: Fields): DeploymentGroup['rollback'] {
  const events = Array.isArray(configuration['Events']) ? configuration['Events'].map(String) : [];
  const enabled = truthy(configuration['Enabled']);
  const unknown = events.filter((event) => !ROLLBACK_EVENTS.includes(event));
  if (unknown.length > 0 || (enabled && events.length === 0)) {
    throw new ServiceError('InvalidAutoRollbackConfigException', unknown.length > 0 ? `Unknown rollback events: ${unknown.join(', ')}` : 'Automatic rollback is enabled, but no events are specified.');
  }
  return { enabled, events: events as readonly RollbackEvent[] };
}

function listenerOf(route: unknown): string | undefined {
  const arns = object(route)['ListenerArns'];
  return Array.isArray(arns) && arns.length === 1 ? String(arns[0]) : undefined;
}

const object = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as readonly Fields[]) : []);
const truthy = (value: unknown): boolean => value === true || value === 'true';
