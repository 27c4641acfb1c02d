import { loadavg } from 'node:os';
import { dice, type Dice } from '../../lib/core/chance';
import { between, minutes, toSeconds } from '../../lib/core/units';
import { Opened } from '../../lib/edge/processes/opened';
import type { RegionKit } from '../../lib/region/kit';
import type { Region } from '../../lib/region/region';
import type { RehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import type { Stand } from '../../lib/rehearsal/stand';
import { wrongAtTheEnd } from './at-the-end';
import { releaseOnce, type Released } from './release-once';
import { calm, prepareBench, underLoad } from './under-load';
import { runningOf, type Victim } from './victims';

/** A release during which a process was killed, and what became of it. */
export interface Killed {
  readonly round: number;
  readonly victim: Victim;
  /** Minutes after the offer (model time); `undefined`: no such process has run, or not while it was looked for. */
  readonly afterMinutes: number | undefined;
  /** How far the deployment had come. */
  readonly during: string;
  readonly outcome: Released['outcome'];
  /** What CloudFormation says of a release that did not get through. */
  readonly why: string | undefined;
  /** Of the machine, in the minute before its end. */
  readonly load: number;
  /** Nothing, when everything held. */
  readonly wrong: readonly string[];
}

export interface Kills {
  readonly rounds: readonly Killed[];
  readonly writes: { readonly acknowledged: number; readonly missing: number; readonly duplicated: number };
  readonly requests: { readonly sent: number; readonly failed: number; readonly lost: number };
}

export interface KillPlan {
  readonly kills: number;
  /** In turn, so that each is met equally often. */
  readonly victims: readonly Victim[];
  readonly assembly: string;
  readonly stage: string;
  readonly speed: number;
  /** Tells of each round. */
  readonly tell: (round: Killed) => void;
}

/** In one region; then it is a new one, and every acknowledged write of the old one has been looked up. */
const ROUNDS_IN_A_REGION = 20;
/** From the offer to the end of the bake a good release takes a little more. */
const WITHIN_MINUTES = 18;

/** Releases again and again under load, kills one process in each at a moment of the seed's choice, and looks at what is there afterwards. */
export async function soakKills(plan: KillPlan, soFar: (kills: Kills) => Promise<void>): Promise<Kills> {
  let all: Kills = { rounds: [], writes: { acknowledged: 0, missing: 0, duplicated: 0 }, requests: { sent: 0, failed: 0, lost: 0 } };
  await using opened = new Opened();
  const { kit, stage } = await prepareBench(plan.assembly, plan.stage, opened);
  for (let first = 1; first <= plan.kills; first += ROUNDS_IN_A_REGION) {
    const more = await inOneRegion(kit, plan, stage, first, Math.min(ROUNDS_IN_A_REGION, plan.kills - first + 1));
    all = { rounds: [...all.rounds, ...more.rounds], writes: sums(all.writes, more.writes), requests: sums(all.requests, more.requests) };
    await soFar(all);
  }
  return all;
}

function sums<T extends Readonly<Record<string, number>>>(one: T, other: T): T {
  return Object.fromEntries(Object.entries(one).map(([name, count]) => [name, count + (other[name] ?? 0)])) as T;
}

async function inOneRegion(kit: RegionKit, { assembly, speed, victims, tell }: KillPlan, stage: RehearsedStage, first: number, count: number): Promise<Kills> {
  await using opened = new Opened();
  const { region, stand, customers, finish } = await underLoad(kit, { assembly, stage, speed, seed: first, name: `kills-${first}` }, opened);
  const rounds: Killed[] = [];
  for (let round = first; round < first + count; round += 1) {
    const killed = await oneRound(region, stand, round, victims[(round - 1) % victims.length] as Victim, dice(round).named('kills'));
    rounds.push(killed);
    tell(killed);
  }
  const writes = await finish();
  const { sent, failed, lost } = customers.requests();
  return { rounds, writes, requests: { sent, failed, lost } };
}

async function oneRound(region: Region, stand: Stand, round: number, victim: Victim, chance: Dice): Promise<Killed> {
  const { clock } = region;
  await calm(region, stand);
  const release = `kill-${round}`;
  const offeredAt = clock.now();
  const over = new AbortController();
  const killing = kill(region, stand, victim, release, minutes(chance.between(0, WITHIN_MINUTES)), over.signal).catch(() => undefined);
  const released = await releaseOnce(region, stand, release);
  over.abort();
  const killed = await killing;
  const wrong = await wrongAtTheEnd(region, stand, released);
  return {
    round, victim, afterMinutes: killed && Math.round(toSeconds(between(offeredAt, killed.at)) / 6) / 10, during: killed?.during ?? '-', outcome: released.outcome, why: released.refusal, load: loadavg()[0] ?? 0, wrong,
  };
}

interface Death {
  readonly at: ReturnType<Region['clock']['now']>;
  readonly during: string;
}

/** Kills a process of the kind after `wait` (model time), or as soon as there is one after that; a function only in the middle of its work. */
async function kill(region: Region, { stage, group }: Stand, victim: Victim, release: string, wait: ReturnType<typeof minutes>, over: AbortSignal): Promise<Death> {
  const functions = { 'the deployment function': `${stage.name}-${stage.service}-deployment`, 'the hook': `CodeDeployHook_${stage.name}-${stage.service}-probe` };
  // A hook runs once, for a second or two: it is waited for from the beginning.
  if (victim !== 'the hook') await region.clock.sleep(wait, over);
  for (;;) {
    const isBusy = victim !== 'the deployment function' && victim !== 'the hook' ? true : works(region, functions[victim]);
    const pid = isBusy ? runningOf({ victim, release, functions }).at(-1) : undefined;
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      const phase = [...region.deployments.records.values()].filter((record) => record.group.id === group.id).at(-1)?.run.deployment.phase.at;
      return { at: region.clock.now(), during: phase ?? 'nothing' };
    }
    await region.clock.sleep(minutes(0.1), over);
  }
}

/** Whether the newest invocation of the function has not ended. */
function works({ logs }: Region, name: string): boolean {
  const newest = logs.events(`/aws/lambda/${name}`).filter(({ message }) => /^(START|END) RequestId/.test(message)).at(-1);
  return newest?.message.startsWith('START') === true;
}
