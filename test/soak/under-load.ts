import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { spell } from '../../lib/core/checked';
import { minutes } from '../../lib/core/units';
import { readAssembly } from '../../lib/edge/assembly/read-assembly';
import type { Opened } from '../../lib/edge/processes/opened';
import { createRunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { modelClock } from '../../lib/edge/time/model-clock';
import { prepareKit, type RegionKit } from '../../lib/region/kit';
import { startRegion, type Region } from '../../lib/region/region';
import { contractOf } from '../../lib/rehearsal/contract-of';
import { Customers } from '../../lib/rehearsal/customers';
import { bundleLoad, startLoad } from '../../lib/rehearsal/load/load';
import { lookUp } from '../../lib/rehearsal/proof';
import { rehearsedStage, type RehearsedStage } from '../../lib/rehearsal/rehearsed-stage';
import { prepareStand, type Stand } from '../../lib/rehearsal/stand';

/** A stage with a first release and customers at their expected peak, for many releases one after another. */
export interface UnderLoad {
  readonly region: Region;
  readonly stand: Stand;
  readonly customers: Customers;
  /** Sends the customers home, and looks up every write that was acknowledged. */
  readonly finish: () => Promise<{ readonly acknowledged: number; readonly missing: number; readonly duplicated: number }>;
}

export interface UnderLoadOptions {
  /** The directory of the assembly. */
  readonly assembly: string;
  readonly stage: RehearsedStage;
  readonly speed: number;
  readonly seed: number;
  /** Of the region, among those of one run. */
  readonly name: string;
}

export async function underLoad(kit: RegionKit, { assembly, stage, speed, seed, name }: UnderLoadOptions, opened: Opened): Promise<UnderLoad> {
  const region = opened.add(await startRegion({ kit, clock: modelClock(speed), seed, name, workloads: [assembly], domains: [stage.domain] }));
  const stand = await prepareStand(region, stage, [], () => undefined);
  const directory = join(kit.run.path, name, 'load');
  await mkdir(directory, { recursive: true });
  const contract = await contractOf(assembly, stage);
  const customers = new Customers();
  const load = opened.add(await startLoad(await bundleLoad(directory), { operations: contract.operations, rate: stage.expectedPeak * speed, seed, target: stand.load }, kit.watchdog, (counts) => customers.add(counts)));
  return {
    region, stand, customers,
    async finish() {
      const { acknowledged, missing, duplicated } = await lookUp((await load.finish()).written, stand.primary, contract.proof);
      return { acknowledged, missing: missing ?? 0, duplicated: duplicated ?? 0 };
    },
  };
}

/** Somebody who releases waits until alarms are over: a red one would only be refused. CloudWatch has to know of customers, too. */
export async function calm({ clock, alarms }: Region, { group }: Stand): Promise<void> {
  await clock.sleep(minutes(5));
  for (let waited = 0; waited < 60 && alarms.read(group.alarms.names).some(({ state }) => state === 'ALARM'); waited += 1) await clock.sleep(minutes(1));
}

/** What a stage of an assembly is released in, again and again. */
export interface Bench {
  readonly kit: RegionKit;
  readonly stage: RehearsedStage;
}

/** Prepares it, to be closed with `opened`. @throws Error with everything that is wrong with the assembly */
export async function prepareBench(assembly: string, stageName: string, opened: Opened): Promise<Bench> {
  const read = await readAssembly(assembly);
  const stage = read.ok ? rehearsedStage(read.value, stageName) : read;
  if (!stage.ok) throw new Error(stage.problems.map(spell).join('\n'));
  const run = opened.add(await createRunDirectory());
  return { stage: stage.value, kit: await prepareKit(run, opened.add(startWatchdog(run.path))) };
}
