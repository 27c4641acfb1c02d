import type { ReadyOption, RollbackEvent } from '../../core/deployment/policy';
import { minutes } from '../../core/units';
import { fieldsOf, isTrue, listOf, refuseOthers, textOf, textsOf, type Fields } from '../fields';
import { ServiceError } from '../service-error';
import { readAlarms } from './read-alarms';
import { readRollback } from './read-rollback';
import { readTriggers, type Trigger } from './read-triggers';

/** What a deployment group for the ECS platform says. */
export interface GroupSettings {
  readonly serviceRoleArn: string;
  readonly configuration: string;
  readonly service: { readonly cluster: string; readonly name: string };
  /** The names of the pair of target groups; which of them is blue, the PRIMARY task set says. */
  readonly targetGroups: readonly [string, string];
  readonly productionListenerArn: string;
  readonly testListenerArn: string | undefined;
  readonly terminationWaitMinutes: number;
  readonly ready: ReadyOption;
  readonly alarms: { readonly enabled: boolean; readonly ignorePollAlarmFailure: boolean; readonly names: readonly string[] };
  readonly rollback: { readonly enabled: boolean; readonly events: readonly RollbackEvent[] };
  readonly triggers: readonly Trigger[];
}

const LONGEST_WAIT_MINUTES = 2_880;

/** Fields for instances, and the error of each: ECS has none of them. */
const OF_INSTANCES = {
  ec2TagFilters: 'InvalidEC2TagException', onPremisesInstanceTagFilters: 'InvalidTagException', autoScalingGroups: 'InvalidAutoScalingGroupException',
  ec2TagSet: 'InvalidEC2TagCombinationException', onPremisesTagSet: 'InvalidOnPremisesTagCombinationException',
} as const;

/** Reads CreateDeploymentGroup, or a template in its spelling; refuses what CodeDeploy refuses for ECS. */
export function readGroup(input: Fields): GroupSettings {
  refuseOthers('DeploymentGroup', input, {
    served: [
      'applicationName', 'deploymentGroupName', 'deploymentConfigName', 'serviceRoleArn', 'triggerConfigurations', 'alarmConfiguration', 'autoRollbackConfiguration', 'deploymentStyle',
      'blueGreenDeploymentConfiguration', 'loadBalancerInfo', 'ecsServices', 'tags', ...Object.keys(OF_INSTANCES),
    ],
    withoutEffect: ['outdatedInstancesStrategy', 'terminationHookEnabled'],
  }, 'InvalidInputException');
  for (const [field, error] of Object.entries(OF_INSTANCES)) {
    if (!isEmpty(input[field])) throw new ServiceError(error, `For ECS deployment group, ${field} must not be specified`);
  }
  const style = fieldsOf(input['deploymentStyle']);
  if (style['deploymentType'] !== 'BLUE_GREEN' || style['deploymentOption'] !== 'WITH_TRAFFIC_CONTROL') {
    throw new ServiceError('InvalidDeploymentStyleException', 'For ECS deployment group, deployment style must be BLUE_GREEN and WITH_TRAFFIC_CONTROL.');
  }
  return {
    serviceRoleArn: readRole(input['serviceRoleArn']), configuration: textOf(input['deploymentConfigName']) ?? 'CodeDeployDefault.ECSAllAtOnce',
    service: readService(input['ecsServices']), ...readPair(fieldsOf(input['loadBalancerInfo'])), ...readWaits(fieldsOf(input['blueGreenDeploymentConfiguration'])),
    alarms: readAlarms(fieldsOf(input['alarmConfiguration'])), rollback: readRollback(fieldsOf(input['autoRollbackConfiguration'])), triggers: readTriggers(input['triggerConfigurations']),
  };
}

function readRole(given: unknown): string {
  const arn = textOf(given);
  if (arn === undefined) throw new ServiceError('RoleRequiredException', 'A service role ARN must be specified.');
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) throw new ServiceError('InvalidRoleException', `The service role ARN ${arn} is not valid.`);
  return arn;
}

function readService(given: unknown): GroupSettings['service'] {
  const [service, ...others] = listOf(given);
  const [name, cluster] = [textOf(service?.['serviceName']), textOf(service?.['clusterName'])];
  if (name === undefined || cluster === undefined || others.length > 0) throw new ServiceError('InvalidECSServiceException', 'For ECS deployment group, exactly one ECS service with its name and cluster must be specified.');
  return { cluster, name };
}

function readPair(info: Fields): Pick<GroupSettings, 'targetGroups' | 'productionListenerArn' | 'testListenerArn'> {
  for (const [field, says] of [['elbInfoList', 'elbInfo'], ['targetGroupInfoList', 'targetGroupInfo']] as const) {
    if (!isEmpty(info[field])) throw new ServiceError('InvalidLoadBalancerInfoException', `For ECS deployment group, loadBalancerInfo must not contain ${says} list`);
  }
  const [pair, ...others] = listOf(info['targetGroupPairInfoList']);
  if (pair === undefined || others.length > 0) throw new ServiceError('InvalidLoadBalancerInfoException', 'For ECS deployment group, loadBalancerInfo must contain exactly one targetGroupPairInfo');
  const [first, second, ...rest] = listOf(pair['targetGroups']).map(({ name }) => textOf(name));
  if (first === undefined || second === undefined || rest.length > 0 || first === second) throw new ServiceError('InvalidTargetGroupPairException', 'A target group pair must contain two different target groups.');
  const production = readListener('prodTrafficRoute', pair['prodTrafficRoute']);
  if (production === undefined) throw new ServiceError('InvalidTargetGroupPairException', 'A target group pair must contain a prodTrafficRoute with one listener.');
  const test = pair['testTrafficRoute'] === undefined ? undefined : readListener('testTrafficRoute', pair['testTrafficRoute']);
  if (test === production) throw new ServiceError('InvalidTargetGroupPairException', 'prodTrafficRoute and testTrafficRoute must have different listeners.');
  return { targetGroups: [first, second], productionListenerArn: production, testListenerArn: test };
}

function readListener(route: string, given: unknown): string | undefined {
  const arns = textsOf(fieldsOf(given)['listenerArns']);
  if (arns.length > 1) throw new ServiceError('InvalidTargetGroupPairException', `${route} must contain one listener, got ${arns.length}.`);
  return arns[0];
}

function readWaits(blueGreen: Fields): Pick<GroupSettings, 'terminationWaitMinutes' | 'ready'> {
  if (!isEmpty(blueGreen['greenFleetProvisioningOption'])) return wrongWaits('For ECS deployment group, greenFleetProvisioningOption must not be specified.');
  const termination = fieldsOf(blueGreen['terminateBlueInstancesOnDeploymentSuccess']);
  if ((termination['action'] ?? 'TERMINATE') !== 'TERMINATE') return wrongWaits('For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess.action must be TERMINATE.');
  const option = fieldsOf(blueGreen['deploymentReadyOption']);
  const [onTimeout, waitMinutes] = [option['actionOnTimeout'] ?? 'CONTINUE_DEPLOYMENT', waitIn('deploymentReadyOption.waitTimeInMinutes', option['waitTimeInMinutes'])];
  if (onTimeout !== 'STOP_DEPLOYMENT' && onTimeout !== 'CONTINUE_DEPLOYMENT') return wrongWaits(`deploymentReadyOption.actionOnTimeout must be CONTINUE_DEPLOYMENT or STOP_DEPLOYMENT, got ${JSON.stringify(onTimeout)}.`);
  if (onTimeout === 'CONTINUE_DEPLOYMENT' && waitMinutes > 0) return wrongWaits('deploymentReadyOption.waitTimeInMinutes must be specified with STOP_DEPLOYMENT only.');
  return {
    terminationWaitMinutes: waitIn('terminateBlueInstancesOnDeploymentSuccess.terminationWaitTimeInMinutes', termination['terminationWaitTimeInMinutes']),
    ready: onTimeout === 'STOP_DEPLOYMENT' ? { kind: onTimeout, wait: minutes(waitMinutes) } : { kind: onTimeout },
  };
}

function waitIn(field: string, given: unknown): number {
  const wait = given === undefined ? 0 : Number(given);
  return Number.isInteger(wait) && wait >= 0 && wait <= LONGEST_WAIT_MINUTES ? wait : wrongWaits(`${field} must be from 0 to ${LONGEST_WAIT_MINUTES} minutes, got ${JSON.stringify(given)}.`);
}

function wrongWaits(message: string): never {
  throw new ServiceError('InvalidBlueGreenDeploymentConfigurationException', message);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (Array.isArray(value) ? value.length === 0 : !isTrue(value) && Object.keys(fieldsOf(value)).length === 0);
