import { dice } from '../../lib/core/chance';
import { isActive } from '../../lib/core/deployment/status';
import { hours, instant, minutes, percent, seconds, type Millis } from '../../lib/core/units';
import { canary } from '../../lib/core/deployment/traffic-routing';
import { defaultLimits } from '../../lib/core/deployment/limits';
import type { Policy } from '../../lib/core/deployment/policy';
import type { Fact } from '../../lib/core/ledger/fact';
import { Agenda } from './agenda';
import { fateOf } from './fate';
import type { Weather, World } from './function-gateway';
import { Lambda } from './lambda';
import { Service, type SimulatedDeployment } from './service';
import type { Spoil } from './spoil';
import { ReleaseStack } from './stack';
import { StateMachine } from './state-machine';

export interface Run {
  /** What must never be, and was; empty for a good run. */
  readonly violations: readonly string[];
  /** What was met on the way, so that it can be seen that runs are worth something. */
  readonly met: readonly string[];
}

const policy: Policy = {
  startsAfter: seconds(1), traffic: canary(percent(10), minutes(5)), ready: { kind: 'CONTINUE_DEPLOYMENT' }, terminationWait: minutes(10), hooks: { AfterAllowTestTraffic: 'probe' }, testRoute: true,
  alarms: { names: ['5xx'], ignorePollAlarmFailure: false, pollEvery: minutes(1) },
  rollbackOn: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'], limits: defaultLimits,
};
const limits = { secondsPerLook: 60, migrationsMinutes: 5, installMinutes: 10, totalMinutes: 40 };
const END = hours(48);

/**
 * A day of releases in virtual time, from a seed: the real deployment function, with its state machine, and the real machine of CodeDeploy,
 * with a stack that may be cancelled, people who stop, end bakes and deploy by hand, alarms, hooks that fail, and AWS that answers badly.
 */
export async function run(seed: number, spoil: Spoil = (ports) => ports): Promise<Run> {
  const chance = dice(seed);
  const agenda = new Agenda();
  const service = new Service(agenda, chance.named('service'), policy, 'r0');
  const stack: ReleaseStack = new ReleaseStack(agenda, service, () => lambda, 'r0');
  const world: World = {
    agenda, service, chance: chance.named('calls'), weather: weatherOf(chance.roll()), migrations: new Map(), facts: [], lease: { release: 'r0', epoch: 1 },
    stack: () => stack.state, deployed: (description) => stack.deployed(description), stopped: (release) => stack.stopped(release),
    startMachine: (name, input) => machine.start(name, input),
  };
  const lambda: Lambda = new Lambda(world, {
    answer: async (request, status, reason) => stack.answered(request, status, reason),
    settings: { network: { subnets: [], securityGroups: [], assignPublicIp: 'DISABLED' }, hooks: { AfterAllowTestTraffic: 'probe' }, limits, topology: 'topology' },
  }, spoil);
  const machine = new StateMachine(agenda, lambda);
  const releases = Math.floor(chance.between(1, 4));
  // Within a second its request has not even reached the function.
  const cancelled = chance.named('cancelled');
  const cancelledAfter = (): Millis => seconds(cancelled.roll() < 0.1 ? cancelled.between(0, 2) : chance.between(1, 3_000));
  for (let number = 1; number <= releases; number += 1) {
    const plan = { cancelledAfter: chance.roll() < 0.25 ? cancelledAfter() : undefined, twice: chance.roll() < 0.1 };
    agenda.plan(minutes(chance.between(0, 60) + (number - 1) * 30), 'world', () => stack.deploy(`r${number}`, plan));
  }
  const met: string[] = [];
  intrude(world, met);
  const isOver = await agenda.run(instant(END));
  return { violations: [...service.violations, ...stack.violations, ...atTheEnd(isOver, world, stack, machine)], met: [...met, ...metIn(service, stack)] };
}

const weatherOf = (roll: number): Weather =>
  (roll < 0.5 ? { throttled: 0, crashed: 0 } : roll < 0.8 ? { throttled: 0.03, crashed: 0.01 } : { throttled: 0.3, crashed: 0.01 });

/** What people do at the worst moment: each of it at most once in a run. */
function intrude({ agenda, service, chance }: World, met: string[]): void {
  const sometimes = (share: number, what: string, work: () => boolean): void => {
    if (chance.roll() < share) agenda.plan(minutes(chance.between(0, 240)), 'world', () => void (work() && met.push(what)));
  };
  sometimes(0.2, 'stopped by hand', () => {
    const { active } = service;
    // A rollback that somebody stops leaves green behind, and customers where they are: nothing here can help that.
    if (active?.state.origin.kind === 'rollback') return false;
    if (active !== undefined) service.send(active, { kind: 'stop-requested', rollback: chance.roll() < 0.5 ? true : undefined });
    return active !== undefined;
  });
  sometimes(0.2, 'bake ended by hand', () => {
    const { active } = service;
    if (active !== undefined) service.send(active, { kind: 'continue-requested', wait: 'TERMINATION_WAIT' });
    return active !== undefined;
  });
  sometimes(0.1, 'deployed by hand', () => {
    if (service.active !== undefined) return false;
    service.create('by-hand', 'somebody at a console', fateOf(chance));
    return true;
  });
}

function atTheEnd(isOver: boolean, { service, lease, facts }: World, stack: ReleaseStack, machine: StateMachine): readonly string[] {
  const { sets, primary, deployments } = service;
  const byHand = deployments.some(({ description }) => description === 'somebody at a console');
  const told = [
    ...(isOver && machine.running === 0 ? [] : [`I3: after two days ${machine.running} executions still run`]),
    ...(stack.status === 'IN_PROGRESS' ? ['I6: the stack is still in progress'] : []),
    ...(machine.givenUp > 0 ? [] : unwritten(deployments, facts)),
    ...(deployments.some(({ state }) => isActive(state)) ? ['I2: a deployment never ends'] : []),
    ...(sets.length === 1 && primary.weight === 100 ? [] : [`I1: ${sets.map(({ definition, weight }) => `${definition} ${weight} %`).join(', ')} at the end`]),
    ...(lease?.release === primary.definition || byHand ? [] : [`the queue is with ${lease?.release}, the customers with ${primary.definition}`]),
  ];
  return told;
}

/** What the ledger should say of the deployments that were created for a request, and does not. */
function unwritten(deployments: readonly SimulatedDeployment[], facts: readonly Fact[]): readonly string[] {
  return deployments.filter(({ description }) => description.startsWith('changeover')).flatMap(({ id, state: { origin, phase } }) => {
    if (origin.kind === 'rollback' || phase.at !== 'ended') return [];
    const should = phase.outcome.status === 'Succeeded' ? 'baked' : 'taken-back';
    const said = facts.filter((fact) => 'deployment' in fact && fact.deployment === id).map(({ kind }) => kind);
    const isRight = said.at(-1) === should && said.length === new Set(said).size && (should === 'taken-back' || said.includes('deployed'));
    return isRight ? [] : [`I8: ${id} is ${should}, and the ledger says ${said.join(', ') || 'nothing'}`];
  });
}

function metIn({ deployments }: Service, stack: ReleaseStack): readonly string[] {
  const endings = deployments.map(({ state: { origin, phase } }) =>
    `${origin.kind} ${phase.at === 'ended' ? (phase.outcome.status === 'Succeeded' ? 'succeeded' : phase.outcome.because.kind) : phase.at}`);
  return [...endings, `stack ${stack.status}`];
}
