import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assembly, AssemblyTemplate } from '../edge/assembly/assembly';
import { labelOf } from '../edge/assembly/assembly';
import { Opened } from '../edge/processes/opened';
import { modelClock } from '../edge/time/model-clock';
import { wallClock } from '../edge/time/wall-clock';
import type { DeploymentGroup } from '../region/codedeploy/catalog';
import type { RegionKit } from '../region/kit';
import { startRegion, type Region } from '../region/region';
import { prepareBeside, type Beside, type BesideOptions } from './beside';
import { contractOf } from './contract-of';
import { Customers } from './customers';
import { deployOrExplain } from './deploy';
import { failOverInTheMiddle } from './fail-over';
import { bundleLoad, startLoad } from './load/load';
import { listeningTo } from './entangle';
import { withoutGuards } from './guards';
import { disturb, disturbedOperation } from './foreign/disturb';
import { offeredRelease } from './offer';
import type { Tell } from './progress';
import type { RehearsedStage } from './rehearsed-stage';
import { rehearse } from './rehearse';
import type { Result } from './result';
import type { Guard, Scenario } from './scenario';
import { describeSight } from './sights';
import { vouch } from './vouch';
import { deployAll, endBake, newestDeployment, prepareStand } from './stand';
import type { Seen } from './summary';
import { MAIN_TIER, tierStacks } from './tier-stacks';
import { secondsSince } from './traffic';
import { movedTo, withoutIsolation } from './without-isolation';

export interface RehearsalOptions {
  readonly assembly: Assembly;
  readonly stage: RehearsedStage;
  /** The same stage with the release of another tier, for scenarios in which two tiers are released at once. */
  readonly beside?: RehearsedStage | undefined;
  readonly scenario: Scenario;
  readonly speed: number;
  /** Requests a second of wall time. */
  readonly rate: number;
  readonly seed: number;
  /** The operation that a scenario's disturbance meets. @default - the first write, or the first of all */
  readonly operation?: string | undefined;
  readonly tell: Tell;
}

/**
 * One rehearsal in a region of its own: topology, first release, customers, the scenario's release, proof.
 *
 * Everything that it starts is closed before it answers, and with `parent` if that is closed earlier.
 *
 * @throws NotReady when the stage does not come up
 */
export async function runRehearsal(kit: RegionKit, options: RehearsalOptions, parent: Opened): Promise<Rehearsed> {
  const opened = parent.add(new Opened());
  try {
    return await play(kit, options, opened);
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

export interface Rehearsed {
  readonly result: Result;
  readonly seen: Seen;
}

/** Short, because sockets of PostgreSQL have it in their paths; and another one for each scenario. */
const runName = ({ name }: Pick<Scenario, 'name'>, seed: number): string => `${name.split('-').map((word) => word.slice(0, 4)).join('')}-${seed}`;

async function play(kit: RegionKit, options: RehearsalOptions, opened: Opened): Promise<Rehearsed> {
  const { assembly, stage, scenario, speed, rate, seed, tell } = options;
  const name = runName(scenario, seed);
  const startedAt = wallClock.now();
  const clock = modelClock(speed);
  const domains = [stage.domain, ...assembly.stacks.flatMap((stack) => labelOf(stack)?.domain ?? [])];
  const region = opened.add(await startRegion({ kit, clock, seed, name, workloads: [assembly.directory], domains }));
  const contract = await contractOf(assembly.directory, stage);
  const stand = await prepareStand(region, stage, scenario.guardsOff, tell);
  if (scenario.offer.kind === 'local-build') await deployOtherStage(region, assembly, stage, scenario.guardsOff, tell);
  const loadProgram = await bundleLoad(join(kit.run.path, name));
  const beside = await besideIn(options, { kit, region, loadProgram, directory: join(kit.run.path, name) }, opened);
  if (scenario.guardsOff.includes('alarms-of-its-own') && beside !== undefined) await entangle(region, stage, beside.group, scenario.guardsOff);
  const directory = join(kit.run.path, name, 'offered');
  await mkdir(directory, { recursive: true });
  const offered = await offeredRelease(scenario.offer, stage, region, directory);
  if (scenario.unrecorded !== true) await vouch(region, stage, offered.template);

  const disturbed = disturbedOperation(contract.operations, options.operation);
  if (stage.kind === 'foreign' && disturbed !== undefined) await disturb(region, offered.release, scenario, disturbed);

  const customers = new Customers();
  let offeredAt = clock.now();
  let green = 0;
  const happened = (what: string): void => tell({ kind: 'happened', atSeconds: secondsSince(offeredAt, clock.now()), what });
  const load = opened.add(await startLoad(loadProgram, { operations: contract.operations, rate, seed, target: stand.load }, kit.watchdog, (counts) => {
    customers.add(counts);
    const { sent, lost } = customers.requests();
    tell({ kind: 'counted', atSeconds: secondsSince(offeredAt, clock.now()), sent, lost, harmed: customers.harmedBy(offered.release).total, green });
  }));
  opened.add(region.deployments.watch(({ what, group }) => {
    const said = describeSight(what);
    if (group === beside?.group.id) return said === undefined ? undefined : happened(`${scenario.beside?.tier}: ${said}`);
    if (what.kind === 'production') green = what.green;
    if (said !== undefined) happened(said);
  }));
  opened.add(failOverInTheMiddle(scenario, region, stand));
  opened.add(region.alarms.watch(({ name: alarm, to }) => happened(`alarm ${alarm} is ${to.state}`)));
  return await rehearse(scenario, offered, seed, { region, stand, contract, customers, load, beside, startedAt, onOffer: (at) => {
    offeredAt = at;
    tell({ kind: 'offered', release: offered.release, rate, speed });
  } });
}

/** The other tier of a scenario that has one, with customers in the same proportion to their peak. */
async function besideIn(
  { assembly, stage: main, beside: stage, scenario, rate, seed, tell }: RehearsalOptions, { directory, ...shared }: Pick<BesideOptions, 'kit' | 'region' | 'loadProgram' | 'directory'>, opened: Opened,
): Promise<Beside | undefined> {
  if (scenario.beside === undefined) return undefined;
  if (stage === undefined) throw new Error(`${scenario.name} releases the tier ${scenario.beside.tier} too, and nobody has said what it is`);
  return prepareBeside({
    ...shared, stage, contract: await contractOf(assembly.directory, stage), scenario: scenario.beside, rate: rate * (stage.expectedPeak / main.expectedPeak), seed,
    directory: join(directory, scenario.beside.tier), tell,
  }, opened);
}

/** Lets the deployment group of the main tier listen to the alarms of another one, as if both were one service. */
async function entangle(region: Region, stage: RehearsedStage, { alarms }: DeploymentGroup, guardsOff: readonly Guard[]): Promise<void> {
  const holder = stage.topology.find(({ template }) => Object.values(template.Resources).some(({ Type }) => Type === 'AWS::CodeDeploy::DeploymentGroup'));
  if (holder === undefined) throw new Error('the stage has no deployment group');
  await deployOrExplain(region, holder, listeningTo(alarms.names.filter((name) => name.endsWith('-server-errors')).slice(0, 3), withoutGuards(holder.template, guardsOff)));
}

/** The stage that a laptop's build points at, with a release and a schema of its own, as in the story that this is taken from. */
async function deployOtherStage(region: Region, assembly: Assembly, { name, release }: RehearsedStage, guardsOff: readonly Guard[], tell: Tell): Promise<void> {
  const others = tierStacks(assembly.stacks.filter((stack) => labelOf(stack)?.stage !== name), MAIN_TIER);
  const stacks = guardsOff.includes('isolation') ? others.map((stack) => movedTo(release.account, stack)) : others;
  const edit = (template: AssemblyTemplate): AssemblyTemplate => (guardsOff.includes('isolation') ? withoutGuards(withoutIsolation(template), ['provenance']) : template);
  await deployAll(region, stacks.filter((stack) => labelOf(stack)?.axis === 'topology'), tell, edit);
  for (const stack of stacks.filter((one) => labelOf(one)?.axis === 'release')) {
    await vouch(region, { release: stack, topology: stacks.map((one) => ({ ...one, template: edit(one.template) })) }, stack.template);
    await deployAll(region, [stack], tell, edit);
  }
  await endBake(newestDeployment(region));
}
