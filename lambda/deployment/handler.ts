import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import type { TaskNetwork } from '../../lib/core/release/app-spec';
import type { Limits } from '../../lib/core/release/situation';
import { spell } from '../../lib/core/checked';
import { answerCloudFormation } from '../shared/answer-cloudformation';
import { readEnvironment } from '../shared/read-environment';
import { refuseRequest } from '../shared/read-request';
import { awsGateway } from './aws-gateway';
import { awsBook } from './aws-book';
import { inspect, type InspectionClients } from './aws-inspection';
import { awsQueueGateway } from './aws-queue-gateway';
import { begin } from './begin';
import { giveUp } from './give-up';
import { readLedgerSettings } from './ledger-settings';
import type { LookPorts, Preflight } from './look';
import { patientLook } from './patient-look';
import { readPreflight, type PreflightSettings } from './preflight-settings';
import { neverDeployed, readInvocation, requestIn } from './read-invocation';
import type { DeploymentRequest, Invocation } from './state';

/** Between two looks; the state machine in the template waits as long. */
const SECONDS_PER_LOOK = 15;

/** The custom resource `Custom::EcsBlueGreenDeployment`: called by CloudFormation once, then by its own state machine until it has answered. */
export async function handler(event: unknown): Promise<unknown> {
  const read = readInvocation(event);
  if (!read.ok) {
    log({ level: 'error', message: 'a call that cannot be read', problems: read.problems.map(spell) });
    await refuseRequest(requestIn(event), read.problems, PHYSICAL_ID);
    return { next: 'done' };
  }
  const invocation = read.value;
  if (!('action' in invocation)) {
    if (invocation.RequestType === 'Delete' && neverDeployed(invocation)) return answer(invocation, 'SUCCESS', 'nothing was ever deployed by it');
    return answering(invocation, () => begin(invocation, portsFromEnvironment(undefined)));
  }
  if (invocation.action === 'give-up') return answering(invocation.state.request, () => gaveUp(invocation));
  const { state, now } = invocation;
  const next = await patientLook(state, portsFromEnvironment(now), (cause) =>
    log({ level: 'warn', message: 'AWS did not answer, which says nothing about the deployment', requestId: state.request.RequestId, cause: String(cause) }));
  log({ level: 'info', message: 'look', requestId: state.request.RequestId, looks: state.looks, progress: next.progress, next: next.next });
  return next;
}

/** Nobody comes after this to answer: so what breaks here, be it the function's own environment, is the answer. */
async function answering<T>(request: DeploymentRequest, work: () => Promise<T>): Promise<T | { readonly next: 'done' }> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    await answer(request, request.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED', `the deployment function cannot work: ${why}`);
    return { next: 'done' };
  }
}

async function gaveUp(invocation: Extract<Invocation, { action: 'give-up' }>): Promise<unknown> {
  log({ level: 'error', message: 'gave up', requestId: invocation.state.request.RequestId, progress: invocation.state.progress, failure: invocation.state.failure });
  return giveUp(invocation, portsFromEnvironment(undefined));
}

/** @param now the moment by AWS's clock; given with every look */
function portsFromEnvironment(now: string | undefined): LookPorts {
  const names = ['APPLICATION', 'DEPLOYMENT_GROUP', 'CLUSTER', 'SERVICE', 'STATE_MACHINE_ARN', 'TOPOLOGY', 'NETWORK', 'HOOKS', 'LIMITS', 'PREFLIGHT', 'RULES', 'LEDGER'] as const;
  const environment = readEnvironment(process.env, names);
  const network = JSON.parse(environment.NETWORK) as TaskNetwork;
  const limits: Limits = { ...(JSON.parse(environment.LIMITS) as Omit<Limits, 'secondsPerLook'>), secondsPerLook: SECONDS_PER_LOOK };
  const known = { codedeploy: new CodeDeployClient({}), ecs: new ECSClient({}), cloudformation: new CloudFormationClient({}) };
  const service = { application: environment.APPLICATION, deploymentGroup: environment.DEPLOYMENT_GROUP, cluster: environment.CLUSTER, service: environment.SERVICE };
  const gateway = awsGateway({ ...known, states: new SFNClient({}) }, { ...service, stateMachineArn: environment.STATE_MACHINE_ARN, network });
  const expected = readPreflight(environment.PREFLIGHT, environment.RULES);
  const preflight = expected === 'off' ? {} : { preflight: preflightOf(expected, known, service, now) };
  // Only of a service with a queue.
  const leaseTable = process.env['LEASE_TABLE'];
  const queue = leaseTable === undefined ? {} : { queue: awsQueueGateway(new DynamoDBClient({}), known.ecs, { leaseTable, cluster: environment.CLUSTER }) };
  const ledger = readLedgerSettings(environment.LEDGER);
  const book = ledger === 'off' ? {} : { book: awsBook({ table: new DynamoDBClient({}), keys: (region) => new KMSClient({ region }), callers: new STSClient({}) }, ledger, () => moment(now)) };
  return { gateway, ...queue, ...preflight, ...book, answer, settings: { network, hooks: JSON.parse(environment.HOOKS) as Record<string, string>, limits, topology: environment.TOPOLOGY } };
}

function preflightOf(expected: PreflightSettings, known: Pick<InspectionClients, 'codedeploy' | 'ecs' | 'cloudformation'>,
  service: Omit<Parameters<typeof inspect>[1], keyof PreflightSettings>, now: string | undefined): Preflight {
  const clients = { ...known, cloudwatch: new CloudWatchClient({}), balancing: new ElasticLoadBalancingV2Client({}) };
  return {
    expected,
    inspect: () => inspect(clients, { ...service, ...expected, alarms: Object.keys(expected.alarms) }, new Date(moment(now))),
    record: log,
  };
}

/** It never changes: another one would be a replacement, and CloudFormation would then delete the deployment it belongs to. */
const PHYSICAL_ID = 'deployment';

function moment(now: string | undefined): string {
  if (now === undefined) throw new Error('a look was not told the time: its state machine is older than this function');
  return now;
}

async function answer(request: DeploymentRequest, status: 'SUCCESS' | 'FAILED', reason: string): Promise<void> {
  const physicalId = PHYSICAL_ID;
  log({ level: status === 'SUCCESS' ? 'info' : 'error', message: 'answer', requestId: request.RequestId, status, reason });
  await answerCloudFormation(request, status === 'SUCCESS' ? { status, physicalId } : { status, physicalId, reason });
}

function log(record: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}
