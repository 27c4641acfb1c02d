import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { cp, readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { readAllStages } from '../lib/config/read-all-stages';
import { readRelease } from '../lib/config/read-release';
import type { Released } from '../lib/config/released';
import type { Stage } from '../lib/config/stage';
import { auxiliaryAlarms, stageAlarms } from '../lib/config/stage-alarms';
import { accepted, type Checked, type Problem, rejected, spell } from '../lib/core/checked';
import type { AlarmPlan } from '../lib/core/rollout/alarm-plan';
import { readContract } from '../lib/edge/contract/read-contract';
import { readProof } from '../lib/edge/contract/read-proof';
import { RolloutSafetyChecks } from '../lib/edge/validation/rollout-safety-checks';
import { UnfitMigrations } from '../lib/edge/migration/unfit-migrations';
import { buildWorkload } from '../lib/edge/workload/build-workload';
import { api, auxiliary } from '../lib/stacks/service-identity';
import { neighboursOf } from '../lib/stacks/delivery-stack';
import { type OfferedService, stageApp } from '../lib/stacks/stage-app';

/** Every service of a stage: where its sources are, how its alarms are planned, and the context that describes a release of it. */
const services = {
  api: { sources: path.resolve(__dirname, '../services/api'), planAlarms: stageAlarms, context: api.context.release },
  auxiliary: { sources: path.resolve(__dirname, '../services/auxiliary'), planAlarms: auxiliaryAlarms, context: auxiliary.context.release },
} as const;
type Service = (typeof services)[keyof typeof services];

/** What a service offers to one stage or another. */
type Offer = (stage: Stage) => OfferedService;

/** Synthesizes every stage, or says everything that is wrong with the settings and synthesizes none. */
async function main(): Promise<void> {
  const app = new App({ autoSynth: false });
  const stages = readAllStages();
  const [main, beside] = [await offerOf(services.api, app, stages), await offerOf(services.auxiliary, app, stages)];
  if (!stages.ok || !main.ok || !beside.ok) return refuse(problemsOf(stages, main, beside));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new RolloutSafetyChecks());
  for (const stage of stages.value) stageApp(app, { stage, neighbours: neighboursOf(stage, stages.value), api: main.value(stage), auxiliary: beside.value(stage) });
  app.synth();
}

/** Reads a service's contract, plans its alarms for every stage, and puts its release into the assembly; or says all that is wrong. */
async function offerOf(service: Service, app: App, stages: Checked<readonly Stage[]>): Promise<Checked<Offer>> {
  const document = await readFile(path.join(service.sources, 'openapi.yaml'), 'utf8');
  const [operations, proof] = [readContract(document), readProof(document)];
  if (!operations.ok || !proof.ok) return { ok: false, problems: problemsOf(operations, proof) };
  const plans = stages.ok ? stages.value.map((stage) => [stage, service.planAlarms(stage, operations.value)] as const) : [];
  const release = await releaseOf(service, app);
  const problems = problemsOf(release, ...plans.map(([, plan]) => plan));
  if (!release.ok || problems.length > 0) return { ok: false, problems };
  const contract = { operations: operations.value, proof: proof.value };
  const planOf = new Map(plans.map(([stage, plan]) => [stage, plan.ok ? plan.value : undefined]));
  const offered = { contract, workload: await carried(release.value, app), imageReference: release.value.imageReference };
  // Planned above for each of the stages that there are.
  return accepted((stage) => ({ ...offered, alarmPlan: planOf.get(stage) as AlarmPlan }));
}

/** The release goes into the assembly, so that whoever has the assembly has the release. */
async function carried({ release, sha256, directory: from }: Released, app: App): Promise<OfferedService['workload']> {
  const directory = `workload.${sha256.slice(0, 16)}`;
  const place = path.resolve(app.outdir, directory);
  if (from !== place) await cp(from, place, { recursive: true });
  return { release, directory, sha256 };
}

/** The release that CI described (such as `-c release=FILE`), or what the sources on this machine make, under a name that says so. */
async function releaseOf({ sources, context }: Service, app: App): Promise<Checked<Released>> {
  const descriptor: unknown = app.node.tryGetContext(context);
  if (descriptor !== undefined) return describedRelease(String(descriptor), context);
  try {
    const { directory, sha256, release } = await buildWorkload({ service: sources, outDir: path.resolve(app.outdir) });
    return accepted({ release, directory, sha256, imageReference: `:${release}` });
  } catch (thrown) {
    if (thrown instanceof UnfitMigrations) return rejected(...thrown.problems);
    throw thrown;
  }
}

async function describedRelease(descriptor: string, name: string): Promise<Checked<Released>> {
  const source: unknown = await readFile(descriptor, 'utf8').then(JSON.parse).catch(() => undefined);
  if (source === undefined) return rejected({ path: name, message: `must name a JSON file that can be read, got ${descriptor}` });
  const release = readRelease(source, path.dirname(path.resolve(descriptor)), name);
  const files: readonly string[] = release.ok ? await readdir(release.value.directory).catch(() => []) : [];
  if (!release.ok || files.includes('main.js')) return release;
  return rejected({ path: `${name}.workload.directory`, message: `must hold the bundle (main.js), got ${release.value.directory}` });
}

const problemsOf = (...all: readonly Checked<unknown>[]): readonly Problem[] => all.flatMap((one) => (one.ok ? [] : one.problems));

function refuse(problems: readonly Problem[]): void {
  for (const problem of problems) process.stderr.write(`${spell(problem)}\n`);
  process.exitCode = 2;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exitCode = 1;
});
