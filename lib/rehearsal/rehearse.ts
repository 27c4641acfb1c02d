import type { Moment } from '../core/deployment/trace';
import { between, minutes, type Instant, type Millis } from '../core/units';
import type { Contract } from '../core/operation/contract';
import { refusalsOf } from '../region/grants';
import type { Region } from '../region/region';
import { wallClock } from '../edge/time/wall-clock';
import { blindAlarms } from './blind-alarms';
import type { Beside } from './beside';
import type { Customers } from './customers';
import { deployOrExplain, deployStack } from './deploy';
import { watchDatabase } from './database-notes';
import { withoutGuards } from './guards';
import { exhaust } from './exhaust';
import { deploymentSince, followToTheEnd } from './follow';
import type { Load } from './load/load';
import { loggedBy } from './logged-by';
import type { Offered } from './offer';
import { lookUp } from './proof';
import { ranOn } from './ran';
import { troubleBefore } from './redden';
import type { Result } from './result';
import type { Scenario } from './scenario';
import { endBake, newestDeployment, type Stand } from './stand';
import { resultOf, type Seen } from './summary';
import { verdictsOn } from './verdicts';

export interface RehearsePorts {
  readonly region: Region;
  readonly stand: Stand;
  readonly contract: Contract;
  readonly customers: Customers;
  readonly load: Load;
  /** What is offered to another tier at the same moment. */
  readonly beside: Beside | undefined;
  /** The wall moment at which the region was started. */
  readonly startedAt: Instant;
  /** Told the moment at which the release is offered. */
  readonly onOffer: (at: Instant) => void;
}

/** Customers come by for so long before a release is offered, that there is something to compare with: CloudWatch knows of a minute up to two later. */
const BEFORE = minutes(5);
/** ... and for so long after everything has ended, that a loss at the very end is seen. */
const AFTER = minutes(1);

/** Offers a release to a stage under traffic and follows it to its end. */
export async function rehearse(scenario: Scenario, offered: Offered, seed: number, ports: RehearsePorts): Promise<{ readonly result: Result; readonly seen: Seen }> {
  const { region, stand, contract, customers, load, beside } = ports;
  const { clock } = region;
  await using watched = await watchDatabase(region.databases.servers(stand.source));
  await clock.sleep(BEFORE);
  const exhaustion = scenario.exhausts === undefined || stand.source === undefined ? undefined : region.databases.replicaAs(scenario.exhausts, stand.source);
  await using sessions = exhaustion && exhaust(exhaustion);
  await sessions?.full;
  await using trouble = await troubleBefore(scenario, region, stand);
  const offeredAt = clock.now();
  ports.onOffer(offeredAt);
  const before = region.deployments.records.size;
  const besideIt = beside?.offer() ?? Promise.resolve();
  // Asked for below; until then nobody has to hear of it.
  besideIt.catch(() => undefined);
  const update = deployStack(region, stand.stage.release, withoutGuards(trouble.offer(offered.template), scenario.guardsOff));
  const nothingToNotice = new AbortController();
  const person = scenario.noticedAfter === undefined ? undefined : somebodyNotices(scenario.noticedAfter, offeredAt, ports, nothingToNotice.signal);
  const stack = await update;
  if (stack.status !== 'UPDATE_COMPLETE') nothingToNotice.abort();
  const deployment = deploymentSince(before, stand.group.id, region);
  const takenOverAt = await person;
  const followed = await followToTheEnd(stack, deployment, region);
  await besideIt;
  const endedAt = clock.now();
  await clock.sleep(scenario.watchedFor ?? AFTER);
  const keys = await load.finish();
  const writes = await lookUp(keys.written, stand.primary, contract.proof);
  const seen: Seen = {
    scenario, seed, release: offered.release, ran: ranOn(scenario.guardsOff, { stage: stand.stage, template: offered.template }, beside), offeredAt, takenOverAt, endedAt, ...followed, customers, writes,
    slowAnswerMs: stand.stage.slowAnswerMs, logged: loggedBy(offered.release, region.logs),
    trace: region.deployments.trace.filter(({ group }) => group === stand.group.id), alarms: region.alarms.history, beside: await beside?.finish() ?? null,
    sessions: sessions === undefined ? null : { held: sessions.held(), refused: sessions.refused() },
    blind: deployment === undefined || !deployment.group.alarms.enabled ? [] : blindAlarms(region, deployment.group.alarms.names, offeredAt, clock.now()),
    verdicts: deployment === undefined ? [] : verdictsOn(deployment.id, region.logs),
    refused: refusalsOf(region), database: await watched.notes(),
    coverage: coverageOf(region), speed: clock.speed, wallSeconds: Math.round(between(ports.startedAt, wallClock.now()) / 100) / 10,
  };
  return { result: resultOf(seen), seen };
}

/** Somebody looks at the complaints, and releases what ran before; answers when they began, or nothing when the release never got so far. */
async function somebodyNotices(after: Millis, offeredAt: Instant, { region, stand }: RehearsePorts, unneeded: AbortSignal): Promise<Instant | undefined> {
  if (!await firstCustomers(region, offeredAt, unneeded)) return undefined;
  await region.clock.sleep(after);
  const decidedAt = region.clock.now();
  await deployOrExplain(region, stand.stage.release, stand.baseTemplate);
  const again = newestDeployment(region);
  await endBake(again);
  return decidedAt;
}

/** Whether customers reached the release, once that is known. */
function firstCustomers({ deployments }: Region, offeredAt: Instant, never: AbortSignal): Promise<boolean> {
  const reached = ({ at, what }: Moment): boolean => at >= offeredAt && what.kind === 'production' && what.green > 0;
  if (deployments.trace.some(reached)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (answer: boolean): void => {
      watch[Symbol.dispose]();
      resolve(answer);
    };
    const watch = deployments.watch((moment) => {
      if (reached(moment)) done(true);
    });
    never.addEventListener('abort', () => done(false), { once: true });
  });
}

function coverageOf({ cloudformation, registry }: Region): Result['coverage'] {
  const types = [...cloudformation.stacks.values()].flatMap(({ resources }) => [...resources.values()].map(({ type }) => type));
  const withBehaviour = types.filter((type) => registry.hasBehaviour(type)).length;
  return { resources: types.length, withBehaviour, recordedOnly: types.length - withBehaviour };
}

