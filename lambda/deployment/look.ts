import { appSpec, type TaskNetwork } from '../../lib/core/release/app-spec';
import { becameOf, type Became } from '../../lib/core/release/became';
import { decide } from '../../lib/core/release/decide';
import { readFix, spellFix } from '../../lib/core/release/fix';
import type { Expected, Inspection } from '../../lib/core/release/inspection';
import { fixRecord } from '../../lib/core/release/preflight';
import { retiredWorkers } from '../../lib/core/release/retired-workers';
import type { Decision, LeaseView, Limits, Progress, Situation, StackView } from '../../lib/core/release/situation';
import type { Book, Gateway, QueueGateway, StackState } from './gateway';
import type { DeploymentRequest, MachineState } from './state';

export interface LookPorts {
  readonly gateway: Gateway;
  /** @default - the service has no queue */
  readonly queue?: QueueGateway;
  /** @default - nothing more is asked before a release */
  readonly preflight?: Preflight;
  /** @default - there is no ledger: nobody says who has built a release, nor what became of it */
  readonly book?: Book;
  readonly answer: (request: DeploymentRequest, status: 'SUCCESS' | 'FAILED', reason: string) => Promise<void>;
  readonly settings: LookSettings;
}

/** Looks at what a release depends on, before it changes anything. */
export interface Preflight {
  readonly expected: Expected;
  readonly inspect: () => Promise<Inspection>;
  /** Writes down what has to be found later. */
  readonly record: (record: Readonly<Record<string, unknown>>) => void;
}

export interface LookSettings {
  readonly network: TaskNetwork;
  readonly hooks: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Fingerprint of the topology that this function belongs to. */
  readonly topology: string;
}

/** A request may need several decisions at once, such as a migration that is over and the deployment after it; no more than these. */
const MOST_DECISIONS = 5;

/** Looks at everything, does the next thing, and says whether to look again. Called again after a failure, it goes on where the world is. */
export async function look(state: MachineState, ports: LookPorts): Promise<MachineState> {
  let progress: Progress = state.progress ?? { at: 'starting' };
  let seen: Seen = {};
  for (let decisions = 0; decisions < MOST_DECISIONS; decisions += 1) {
    const situation = await situationOf(state, progress, ports, seen);
    const decision = decide(situation);
    if (decision.kind === 'inspect') {
      seen = await inspect(state, ports);
      continue;
    }
    const after = await perform(decision, state, ports);
    // After the answer, which a ledger that is away must not hold up; what is said twice is written once.
    for (const became of becameOf(situation, decision)) await writeDown(became, progress, state, ports);
    if (after === 'done') return { ...state, progress, next: 'done' };
    if (after === 'wait') break;
    if (after === 'again') continue;
    progress = after;
    if (progress.at === 'migrating' || progress.at === 'ending' || progress.at === 'baking') break;
  }
  return { ...state, looks: state.looks + 1, progress, next: progress.at === 'baking' ? 'bake' : 'wait' };
}

/**
 * The text by which a deployment is known as this request's, after any number of retries. Whoever looks at the deployment reads in it
 * which alarms were left out, and why. Longer ones are refused: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
export function keyOf({ request, update }: Pick<MachineState, 'request' | 'update'>): string {
  const fix = readFix(request.ResourceProperties.Fixes);
  const because = fix.ok && fix.value !== undefined ? ` ${spellFix(fix.value)}` : '';
  return `${stackKeyOf(request)}${request.RequestId}${update === undefined ? '' : ` in ${update.update}`}${because}`.slice(0, 256);
}

/**
 * Whether a deployment was created for a request of this one's stack, in the same update of it. The request that was sent for an update and
 * the one that takes it back are alike, so it has to be written down in which update something was begun.
 */
function isOf(update: StackState | undefined, request: DeploymentRequest, description: string): boolean {
  if (!description.startsWith(stackKeyOf(request))) return false;
  const [, begun] = /^\S+ in (\S+)/.exec(description.slice(stackKeyOf(request).length)) ?? [];
  return update === undefined || begun === undefined || begun === update.update;
}

/** What the keys of all requests of one stack begin with. */
const stackKeyOf = ({ StackId, LogicalResourceId }: Pick<DeploymentRequest, 'StackId' | 'LogicalResourceId'>): string =>
  `changeover ${StackId.split('/').at(-1) ?? StackId} ${LogicalResourceId} `;

/** What is only looked at before something is begun. */
interface Seen {
  readonly inspection?: Inspection | undefined;
  readonly doubts?: readonly string[] | undefined;
}

async function inspect({ request }: MachineState, { gateway, preflight, book }: LookPorts): Promise<Seen> {
  const [inspection, doubts] = await Promise.all([preflight?.inspect(), book && doubtsOn(request, gateway, book)]);
  const fix = readFix(request.ResourceProperties.Fixes);
  if (inspection !== undefined && fix.ok && fix.value !== undefined) preflight?.record(fixRecord(fix.value, inspection));
  return { inspection, doubts };
}

/** What is believed is what will run: the images that the task definitions name, whatever the request calls them. */
async function doubtsOn({ ResourceProperties: { Release, TaskDefinition, MigrationTaskDefinition } }: DeploymentRequest, gateway: Gateway, book: Book): Promise<readonly string[]> {
  const definitions = await Promise.all([TaskDefinition, ...(MigrationTaskDefinition === undefined ? [] : [MigrationTaskDefinition])].map((name) => gateway.definition(name)));
  const artifacts = definitions.flatMap((definition) => definition.artifacts);
  const others = [...new Set(artifacts.map(({ release }) => release))].filter((release) => release !== Release);
  return [
    ...others.map((release) => `the release is called ${Release}, and a container of its task definition says that it is ${release === '' ? 'none' : release}`),
    ...await book.doubts(artifacts),
  ];
}

async function writeDown(became: Became, progress: Progress, { request }: MachineState, { gateway, book, settings }: LookPorts): Promise<void> {
  if (book === undefined || !('deploymentId' in progress)) return;
  const { TaskDefinition: taskDefinition } = request.ResourceProperties;
  const [artifact] = (await gateway.definition(taskDefinition)).artifacts;
  if (artifact === undefined) return;
  const { deploymentId: deployment } = progress;
  await book.say(became.kind === 'taken-back' ? { ...became, ...artifact, deployment } : { ...became, ...artifact, deployment, taskDefinition, topology: settings.topology });
}

async function situationOf({ request, looks, update }: MachineState, progress: Progress, { gateway, queue, preflight, book, settings }: LookPorts, seen: Seen): Promise<Situation> {
  const { ResourceProperties: wanted } = request;
  const undecided = progress.at === 'starting' || progress.at === 'migrating';
  const [running, active, ours, stack] = await Promise.all([
    gateway.taskSets(), gateway.activeDeployment(),
    undecided ? gateway.deploymentDescribed(keyOf({ request, ...(update && { update }) })) : undefined, undecided && update !== undefined ? gateway.stack(request.StackId) : undefined,
  ]);
  const names = [...new Set([wanted.TaskDefinition, ...running.map(({ taskDefinition }) => taskDefinition)])];
  const definitions = new Map(await Promise.all(names.map(async (name) => [name, await gateway.definition(name)] as const)));
  const content = definitions.get(wanted.TaskDefinition)?.content;
  const primary = running.find(({ status }) => status === 'PRIMARY');
  return {
    request: request.RequestType, progress, look: looks, limits: settings.limits,
    taskSets: running.map(({ status, taskDefinition, broughtBy }) => ({
      status, broughtBy, wanted: definitions.get(taskDefinition)?.content === content, placeholder: definitions.get(taskDefinition)?.placeholder === true,
    })),
    active: active && { id: active.id, isRollback: active.isRollback, ofThisUpdate: isOf(update, request, active.description) }, ours,
    ...stackOf(update, stack),
    deployment: 'deploymentId' in progress ? await gateway.deployment(progress.deploymentId) : undefined,
    migration: progress.at === 'migrating' ? await gateway.migration(progress.task) : undefined,
    migrates: wanted.MigrationTaskDefinition !== undefined,
    lease: queue && await leaseView(queue, wanted.Release, definitions.get(primary?.taskDefinition ?? '')?.release),
    topology: { wanted: wanted.Topology, running: settings.topology },
    ...(preflight && { preflight: { expected: preflight.expected, probed: Object.keys(settings.hooks).length > 0, seen: seen.inspection } }),
    ...(book && { provenance: { doubts: seen.doubts } }),
    fix: readFix(wanted.Fixes),
  };
}

/** Whether a way back is followed is known without asking; whether anybody waits is asked before something is deployed. */
function stackOf(then: StackState | undefined, now: StackState | undefined): Pick<Situation, 'stack'> {
  if (then === undefined) return {};
  if (now !== undefined) return { stack: stackView(now, then) };
  return goesBack(then) ? { stack: 'back' } : {};
}

/** @param then what CloudFormation did when it sent the request: what a request was for is not to be seen in it */
function stackView(now: StackState, then: StackState): StackView {
  const back = goesBack(then);
  const isSame = now.status.endsWith('_IN_PROGRESS') && goesBack(now) === back && now.update === then.update;
  if (!isSame) return 'over';
  return back ? 'back' : 'forward';
}

const goesBack = ({ status }: StackState): boolean => status.includes('ROLLBACK');

async function leaseView(queue: QueueGateway, wanted: string, live: string | undefined): Promise<LeaseView> {
  const lease = await queue.lease();
  return { holder: lease?.release, epoch: lease?.epoch, wanted, live };
}

async function perform(decision: Decision, state: MachineState, ports: LookPorts): Promise<Progress | 'again' | 'wait' | 'done'> {
  const { gateway, queue, answer, settings } = ports;
  const { request, looks } = state;
  const { TaskDefinition, MigrationTaskDefinition, ContainerName, ContainerPort } = request.ResourceProperties;
  switch (decision.kind) {
    case 'wait': return 'wait';
    case 'inspect': return 'again';
    case 'start-over': return { at: 'starting' };
    case 'follow': return { at: 'deploying', deploymentId: decision.deploymentId, sinceLook: looks };
    case 'await-rollback': return { at: 'ending', deploymentId: decision.deploymentId, because: decision.because, sinceLook: looks, andThen: decision.andThen };
    case 'migrate': return { at: 'migrating', task: await gateway.startMigration(String(MigrationTaskDefinition), request.RequestId), sinceLook: looks };
    case 'stop': {
      await gateway.stopDeployment(decision.deploymentId);
      return { at: 'ending', deploymentId: decision.deploymentId, because: decision.because, sinceLook: looks, andThen: decision.andThen };
    }
    case 'create-deployment': {
      const spec = appSpec({ taskDefinition: TaskDefinition, containerName: ContainerName, containerPort: Number(ContainerPort), network: settings.network, hooks: settings.hooks });
      const deploymentId = await gateway.createDeployment({ appSpec: spec, description: keyOf(state), allAtOnce: decision.allAtOnce, ...(decision.alarms && { alarms: decision.alarms }) });
      return { at: 'deploying', deploymentId, sinceLook: looks };
    }
    case 'move-lease': {
      await queue?.moveLease(decision.to, decision.after);
      return 'again';
    }
    case 'answer': {
      await answer(request, decision.status, decision.reason);
      return decision.bakes === undefined ? 'done' : { at: 'baking', deploymentId: decision.bakes };
    }
    case 'retire-workers': {
      if (queue !== undefined) await retireWorkers(queue);
      return 'done';
    }
    case 'end': return 'done';
  }
}

async function retireWorkers(queue: QueueGateway): Promise<void> {
  const [lease, services] = await Promise.all([queue.lease(), queue.workers()]);
  if (lease !== undefined) await Promise.all(retiredWorkers(services, lease.release).map(({ name }) => queue.endWorkers(name)));
}
