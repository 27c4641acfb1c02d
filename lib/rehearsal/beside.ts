import { mkdir } from 'node:fs/promises';
import type { Contract } from '../core/operation/contract';
import type { Opened } from '../edge/processes/opened';
import type { DeploymentGroup } from '../region/codedeploy/catalog';
import type { RegionKit } from '../region/kit';
import type { Region } from '../region/region';
import { Customers } from './customers';
import { deployStack } from './deploy';
import { outcomeOf, told, whoStopped } from './ending';
import { deploymentSince, followToTheEnd } from './follow';
import { startLoad } from './load/load';
import { offeredRelease } from './offer';
import type { Ran } from './ran';
import type { RehearsedStage } from './rehearsed-stage';
import type { Result } from './result';
import type { BesideScenario } from './scenario';
import { prepareStand } from './stand';
import type { Tell } from './progress';
import { shareOfRelease } from './traffic';
import { vouch } from './vouch';
import { workDone } from './work-done';

/** Another tier of the stage, with customers of its own, whose release is offered at the same moment as that of the main one. */
export interface Beside {
  /** The deployment group of its service. */
  readonly group: DeploymentGroup;
  readonly ran: Ran;
  /** Offers the release and follows it to its end. */
  readonly offer: () => Promise<void>;
  /** Sends its last customers home; how it ended. */
  readonly finish: () => Promise<NonNullable<Result['beside']>>;
}

export interface BesideOptions {
  readonly kit: RegionKit;
  readonly region: Region;
  readonly stage: RehearsedStage;
  readonly contract: Contract;
  readonly scenario: BesideScenario;
  /** Requests a second of wall time. */
  readonly rate: number;
  readonly seed: number;
  /** The load generator's program. */
  readonly loadProgram: string;
  /** Where bundles go; nobody else writes there. */
  readonly directory: string;
  readonly tell: Tell;
}

/** Brings the tier up, with a first release and its customers. @throws NotReady */
export async function prepareBeside({ kit, region, stage, contract, scenario, rate, seed, loadProgram, directory, tell }: BesideOptions, opened: Opened): Promise<Beside> {
  const stand = await prepareStand(region, stage, [], tell);
  await mkdir(directory, { recursive: true });
  const offered = await offeredRelease(scenario.offer, stage, region, directory);
  await vouch(region, stage, offered.template);
  const customers = new Customers();
  const load = opened.add(await startLoad(loadProgram, { operations: contract.operations, rate, seed, target: stand.load }, kit.watchdog, (counts) => customers.add(counts)));
  let ended: Promise<Pick<NonNullable<Result['beside']>, 'outcome' | 'stoppedBy' | 'deployment' | 'rollback'>> | undefined;
  const follow = async () => {
    const [before, offeredAt] = [region.deployments.records.size, region.clock.now()];
    const stack = await deployStack(region, stage.release, offered.template);
    const followed = await followToTheEnd(stack, deploymentSince(before, stand.group.id, region), region);
    const ending = { ...followed, takenOverAt: undefined };
    const traffic = shareOfRelease(region.deployments.trace.filter(({ group }) => group === stand.group.id), offeredAt, undefined);
    return { outcome: outcomeOf(ending, traffic), stoppedBy: whoStopped(ending) ?? null, deployment: told(followed.deployment), rollback: told(followed.rollback) };
  };
  return {
    group: stand.group, ran: { stage, template: offered.template },
    offer: async () => {
      ended = follow();
      await ended;
    },
    finish: async () => {
      if (ended === undefined) throw new Error('nothing was offered to the other tier');
      const [ending, keys] = await Promise.all([ended, load.finish()]);
      return {
        tier: scenario.tier, release: offered.release, ...ending, requests: customers.requests(), harmed: customers.harmedBy(offered.release),
        work: await workDone(keys.sent, region, stage),
      };
    },
  };
}
