import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact, SignedEntry } from '../../lib/core/ledger/fact';
import { stageLedger, type StageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { artifactIn, asRecorded } from '../../lib/rehearsal/vouch';
import type { ServedRegion } from './region';

export const STAGES = { staging: '111111111111', production: '222222222222' } as const;
export type Stage = keyof typeof STAGES;

/** The roles whose place this run takes, because days of baking are not here. */
export const rolesPlayed: readonly string[] = Object.entries(STAGES).map(([stage, account]) => `arn:aws:iam::${account}:role/${stage}-api-deployment`);

export const pipelineOf = (stage: Stage): string => `arn:aws:iam::${STAGES[stage]}:role/${stage}-delivery`;

/** The job of the repository's workflow in an environment, as GitHub's token names it. */
export const jobIn = (environment: string): string => `repo:example/points:environment:${environment}`;

/** The ledger, as the workflow of a stage has it: in the role that it gets for its token. */
const asWorkflow = async (region: ServedRegion, stage: Stage): Promise<StageLedger> => stageLedger({ stage, service: 'api' }, await region.workflow(jobIn(stage), pipelineOf(stage)));

/** What a stage's release stack in the assembly runs. */
export async function artifactOf(assembly: string, stage: string): Promise<Artifact> {
  const artifact = artifactIn(JSON.parse(await readFile(join(assembly, `${stage}-ApiRelease.template.json`), 'utf8')) as AssemblyTemplate);
  if (artifact === undefined) throw new Error(`${assembly} holds no release of ${stage}`);
  return artifact;
}

/** As the pipeline of a stage writes down what it has built. */
export async function record(region: ServedRegion, stage: Stage, artifact: Artifact, more: { readonly clean?: boolean } = {}): Promise<void> {
  const pipeline = await asWorkflow(region, stage);
  const at = wallClock.now();
  await pipeline.say({ ...asRecorded(artifact, await pipeline.caller(), at), ...more }, at);
}

/** As a stage's deployment function says it once a release has baked there; a bad one never does, and so is let through here. */
export const letBake = (region: ServedRegion, stage: Stage, artifact: Artifact): Promise<SignedEntry> =>
  stageLedger({ stage, service: 'api' }, region.access(`${stage}-api-deployment`)).say({ kind: 'baked', ...artifact, deployment: 'd-PLAYED', taskDefinition: 'played', topology: 'played' }, wallClock.now());

/** As the pipeline brings a release on that has baked in the stage before. */
export const promote = async (region: ServedRegion, from: Stage, to: Stage, artifact: Artifact, verdict: SignedEntry): Promise<void> =>
  void await (await asWorkflow(region, to)).say({ kind: 'promoted', ...artifact, from, verdict }, wallClock.now());
