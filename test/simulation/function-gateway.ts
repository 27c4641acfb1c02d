import type { Book, Gateway, Lease, QueueGateway, StackState } from '../../lambda/deployment/gateway';
import type { Dice } from '../../lib/core/chance';
import type { Artifact, Fact } from '../../lib/core/ledger/fact';
import type { DeploymentView } from '../../lib/core/release/situation';
import { deploymentStatus, isActive, targetStatus } from '../../lib/core/deployment/status';
import { allAtOnce } from '../../lib/core/deployment/traffic-routing';
import { after, seconds, type Instant } from '../../lib/core/units';
import type { Agenda } from './agenda';
import { fateOf } from './fate';
import type { Service, SimulatedDeployment } from './service';

/** How well AWS answers: shares of all calls. */
export interface Weather {
  /** Refused for being too many, and nothing done. */
  readonly throttled: number;
  /** Done, and then the function was gone before it heard of it. */
  readonly crashed: number;
}

export interface World {
  readonly agenda: Agenda;
  readonly service: Service;
  readonly chance: Dice;
  readonly weather: Weather;
  readonly migrations: Map<string, { readonly endsAt: Instant | undefined; readonly exitCode: number }>;
  /** What the ledger says. */
  readonly facts: Fact[];
  lease: Lease | undefined;
  readonly stack: () => StackState;
  /** Told of every deployment that the function creates. */
  readonly deployed: (description: string) => void;
  /** ... and of the release of every one that it stops. */
  readonly stopped: (release: string) => void;
  readonly startMachine: (name: string, input: string) => void;
}

/** A Lambda function that is gone, which nothing in it can catch. */
export class Crash extends Error {}

/** The SDK asks three times before it says that it was refused: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const SDK_TRIES = 3;

/**
 * What the deployment function asks of AWS, asked of the simulated service: the same questions and the same answers.
 *
 * @param crash is told when the function is gone; the call that it was at is never answered
 */
export function functionGateway(world: World, crash: () => void): { readonly gateway: Gateway; readonly queue: QueueGateway; readonly book: Book } {
  const { agenda, service, chance, weather, migrations } = world;
  const call = async <T>(work: () => T): Promise<T> => {
    if (chance.roll() < 0.05) agenda.meanwhile(seconds(5));
    const refusals = Array.from({ length: SDK_TRIES }, () => chance.roll() < weather.throttled);
    if (!refusals.includes(false)) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    const done = work();
    if (chance.roll() >= weather.crashed) return done;
    crash();
    return new Promise(() => undefined);
  };
  const named = (id: string): SimulatedDeployment => service.deployments.find((one) => one.id === id) as SimulatedDeployment;
  return {
    gateway: {
      taskSets: () => call(() => service.sets.map(({ status, definition, broughtBy }) => ({ status, taskDefinition: definition, broughtBy }))),
      definition: (definition) => call(() => ({ content: definition, placeholder: false, release: definition, artifacts: definition === 'migrations' ? [] : [artifactOf(definition)] })),
      activeDeployment: () => call(() => service.active && { id: service.active.id, isRollback: service.active.state.origin.kind === 'rollback', description: service.active.description }),
      stack: () => call(() => world.stack()),
      deploymentDescribed: (description) => call(() => service.deployments.slice(-5).find((one) => one.description === description)?.id),
      deployment: (id) => call(() => viewOf(named(id), service)),
      startMigration: (_, token) => call(() => {
        const roll = chance.roll();
        const endsAt = roll < 0.05 ? undefined : after(agenda.now, seconds(chance.between(5, 300)));
        if (!migrations.has(token)) migrations.set(token, { endsAt, exitCode: roll > 0.95 ? 1 : 0 });
        return token;
      }),
      migration: (task) => call(() => {
        const { endsAt, exitCode } = migrations.get(task) as { readonly endsAt: Instant | undefined; readonly exitCode: number };
        return endsAt === undefined || endsAt > agenda.now ? { status: 'running' } : { status: 'ended', exitCode, why: 'the task ended' };
      }),
      createDeployment: ({ appSpec, description, allAtOnce: atOnce }) => call(() => {
        const [, definition = ''] = /"TaskDefinition":"([^"]+)"/.exec(appSpec) ?? [];
        const { policy } = service;
        const { id } = service.create(definition, description, fateOf(chance), atOnce ? { ...policy, traffic: allAtOnce } : policy);
        world.deployed(description);
        return id;
      }),
      stopDeployment: (id) => call(() => {
        const deployment = named(id);
        world.stopped(deployment.pair.definition);
        if (isActive(deployment.state)) service.send(deployment, { kind: 'stop-requested', rollback: true });
      }),
      startMachine: (name, input) => call(() => world.startMachine(name, input)),
    },
    queue: {
      lease: () => call(() => world.lease),
      moveLease: (to, epoch) => call(() => {
        if (world.lease?.epoch === epoch) world.lease = { release: to, epoch: (epoch ?? 0) + 1 };
      }),
      workers: () => call(() => []),
      endWorkers: () => call(() => undefined),
    },
    book: {
      doubts: () => call(() => []),
      say: (fact) => call(() => {
        if (!world.facts.some((one) => JSON.stringify(one) === JSON.stringify(fact))) world.facts.push(fact);
      }),
    },
  };
}

const artifactOf = (release: string): Artifact => ({ release, workload: '0'.repeat(64), image: `:${release}` });

/** As `awsGateway` reads it from `GetDeployment` and the target. */
function viewOf({ state }: SimulatedDeployment, service: Service): DeploymentView {
  const status = deploymentStatus(state);
  if (status === 'Succeeded') return { status: 'succeeded' };
  if (state.phase.at === 'ended' && state.phase.outcome.status !== 'Succeeded') {
    const { rollback, because } = state.phase.outcome;
    const why = because.kind;
    if (rollback.kind !== 'started') return { status: 'ended', why, rollback: { kind: 'awaited' } };
    const back = service.deployments.find(({ id }) => id === rollback.deployment) as SimulatedDeployment;
    const ended = deploymentStatus(back.state);
    return { status: 'ended', why, rollback: isActive(back.state) ? { kind: 'running', id: back.id } : { kind: 'ended', id: back.id, succeeded: ended === 'Succeeded' } };
  }
  return targetStatus(state) === 'Succeeded' ? { status: 'shifted' } : { status: 'running', installing: state.events.Install.status === 'InProgress' };
}

