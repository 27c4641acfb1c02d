import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact, SignedEntry } from '../../lib/core/ledger/fact';
import { stageLedger, type StageLedger } from '../../lib/edge/aws/ledger/stage-ledger';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { AssemblyTemplate } from '../../lib/edge/assembly/assembly';
import { artifactIn, asRecorded } from '../../lib/rehearsal/vouch';
import type { ServedRegion } from './region';

/** The roles whose place this run takes, because GitHub and days of baking are not here. */
export const rolesPlayed = (stages: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(stages).flatMap(([stage, account]) => [`${stage}-delivery`, `${stage}-api-deployment`].map((role) => `arn:aws:iam::${account}:role/${role}`));

const ledger = (region: ServedRegion, stage: string, role: string): StageLedger => stageLedger({ stage, service: 'api' }, region.access(`${stage}-${role}`));

/** What a stage's release stack in the assembly runs. */
export async function artifactOf(assembly: string, stage: string): Promise<Artifact> {
  const artifact = artifactIn(JSON.parse(await readFile(join(assembly, `${stage}-ApiRelease.template.json`), 'utf8')) as AssemblyTemplate);
  if (artifact === undefined) throw new Error(`${assembly} holds no release of ${stage}`);
  return artifact;
}

/** As the pipeline of a stage writes down what it has built. */
export async function record(region: ServedRegion, stage: string, artifact: Artifact): Promise<void> {
  const pipeline = ledger(region, stage, 'delivery');
  const at = wallClock.now();
  await pipeline.say(asRecorded(artifact, await pipeline.caller(), at), at);
}

/** As a stage's deployment function says it once a release has baked there; a bad one never does, and so is let through here. */
export const letBake = (region: ServedRegion, stage: string, artifact: Artifact): Promise<SignedEntry> =>
  ledger(region, stage, 'api-deployment').say({ kind: 'baked', ...artifact, deployment: 'd-PLAYED', taskDefinition: 'played', topology: 'played' }, wallClock.now());

/** As the pipeline brings a release on that has baked in the stage before. */
export const promote = async (region: ServedRegion, from: string, to: string, artifact: Artifact, verdict: SignedEntry): Promise<void> =>
  void await ledger(region, to, 'delivery').say({ kind: 'promoted', ...artifact, from, verdict }, wallClock.now());
