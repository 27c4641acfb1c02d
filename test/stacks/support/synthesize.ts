import { App } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readAllStages } from '../../../lib/config/read-all-stages';
import type { Stage } from '../../../lib/config/stage';
import { stageAlarms } from '../../../lib/config/stage-alarms';
import { readContract } from '../../../lib/edge/contract/read-contract';
import { type StageAppProps, stageApp } from '../../../lib/stacks/stage-app';
import type { CfnTemplate } from './template';

const root = path.resolve(__dirname, '../../..');

/** Templates of all stacks by their names, made as `cdk synth` makes them, but without bundling and validation. */
export function synthesize(
  changed: (stage: Stage) => Stage = (stage) => stage,
  release: Partial<StageAppProps> = {},
): Record<string, CfnTemplate> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-synth-'));
  try {
    const app = anApp(outdir);
    for (const stage of stages().map(changed)) stageApp(app, { ...stageProps(stage), ...release });
    return Object.fromEntries(app.synth().stacks.map((stack) => [stack.stackName, stack.template as CfnTemplate]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** With the settings of `cdk.json`, which unit tests would otherwise not see. */
export function anApp(outdir: string): App {
  const { context } = JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8')) as { readonly context: Record<string, unknown> };
  return new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
  });
}

export function stageProps(stage: Stage): StageAppProps {
  const operations = readContract(readFileSync(path.join(root, 'services/api/openapi.yaml'), 'utf8'));
  if (!operations.ok) throw new Error('the contract of the API cannot be read');
  const contract = { operations: operations.value, proof: 'select key from entries where key = any($1)' };
  const alarmPlan = stageAlarms(stage, contract.operations);
  if (!alarmPlan.ok) throw new Error(`the alarms of ${stage.name} cannot be planned`);
  const sha256 = '5'.repeat(64);
  return {
    stage,
    contract,
    alarmPlan: alarmPlan.value,
    workload: { release: 'local-555555555555', directory: 'workload.5555555555555555', sha256 },
    imageReference: ':local-555555555555',
  };
}

export function stages(): readonly Stage[] {
  const read = readAllStages();
  if (!read.ok) throw new Error('the stages cannot be read');
  return read.value;
}
