import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { cp, readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { readAllStages } from '../lib/config/read-all-stages';
import { readRelease } from '../lib/config/read-release';
import type { Released } from '../lib/config/released';
import type { Stage } from '../lib/config/stage';
import { stageAlarms } from '../lib/config/stage-alarms';
import { accepted, type Checked, type Problem, rejected, spell } from '../lib/core/checked';
import type { AlarmPlan } from '../lib/core/rollout/alarm-plan';
import { readContract } from '../lib/edge/contract/read-contract';
import { readProof } from '../lib/edge/contract/read-proof';
import { buildWorkload } from '../lib/edge/workload/build-workload';
import { stageApp, type StageAppProps } from '../lib/stacks/stage-app';

const service = path.resolve(__dirname, '../services/api');

interface Planned {
  readonly stage: Stage;
  readonly alarmPlan: AlarmPlan;
}

/** Synthesizes every stage, or says everything that is wrong with the settings and synthesizes none. */
async function main(): Promise<void> {
  const document = await readFile(path.join(service, 'openapi.yaml'), 'utf8');
  const [stages, operations, proof] = [readAllStages(), readContract(document), readProof(document)];
  if (!stages.ok || !operations.ok || !proof.ok) return refuse(problemsOf(stages, operations, proof));
  const contract = { operations: operations.value, proof: proof.value };
  const planned = plan(stages.value, contract);
  if (!planned.ok) return refuse(planned.problems);

  const app = new App({ autoSynth: false });
  const release = await releaseFor(app);
  if (!release.ok) return refuse(release.problems);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  await synthesize(app, planned.value, contract, release.value);
}

function plan(stages: readonly Stage[], { operations }: StageAppProps['contract']): Checked<readonly Planned[]> {
  const plans = stages.map((stage) => stageAlarms(stage, operations));
  const problems = problemsOf(...plans);
  if (problems.length > 0) return { ok: false, problems };
  return accepted(plans.flatMap((alarms, index) => {
    const stage = stages[index];
    return alarms.ok && stage !== undefined ? [{ stage, alarmPlan: alarms.value }] : [];
  }));
}

/** The release goes into the assembly, so that whoever has the assembly has the release. */
async function synthesize(app: App, stages: readonly Planned[], contract: StageAppProps['contract'], released: Released): Promise<void> {
  const { release, sha256, imageReference } = released;
  const directory = `workload.${sha256.slice(0, 16)}`;
  const place = path.resolve(app.outdir, directory);
  if (released.directory !== place) await cp(released.directory, place, { recursive: true });
  for (const planned of stages) stageApp(app, { ...planned, contract, workload: { release, directory, sha256 }, imageReference });
  app.synth();
}

/** The release that CI described (`-c release=FILE`), or what the sources on this machine make, under a name that says so. */
async function releaseFor(app: App): Promise<Checked<Released>> {
  const descriptor: unknown = app.node.tryGetContext('release');
  if (descriptor !== undefined) return describedRelease(String(descriptor));
  const { directory, sha256, release } = await buildWorkload({ service, outDir: path.resolve(app.outdir) });
  return accepted({ release, directory, sha256, imageReference: `:${release}` });
}

async function describedRelease(descriptor: string): Promise<Checked<Released>> {
  const source: unknown = await readFile(descriptor, 'utf8').then(JSON.parse).catch(() => undefined);
  if (source === undefined) return rejected({ path: 'release', message: `must name a JSON file that can be read, got ${descriptor}` });
  const release = readRelease(source, path.dirname(path.resolve(descriptor)));
  const files: readonly string[] = release.ok ? await readdir(release.value.directory).catch(() => []) : [];
  if (!release.ok || files.includes('main.js')) return release;
  return rejected({ path: 'release.workload.directory', message: `must hold the bundle (main.js), got ${release.value.directory}` });
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
