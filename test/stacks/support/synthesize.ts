import { App } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readAllStages } from '../../../lib/config/read-all-stages';
import type { Stage } from '../../../lib/config/stage';
import { auxiliaryAlarms, stageAlarms } from '../../../lib/config/stage-alarms';
import { readContract } from '../../../lib/edge/contract/read-contract';
import { neighboursOf } from '../../../lib/stacks/delivery-stack';
import { type OfferedService, type StageAppProps, stageApp } from '../../../lib/stacks/stage-app';
import type { CfnTemplate } from './template';

const root = path.resolve(__dirname, '../../..');

/** Templates of all stacks by their names, made as `cdk synth` makes them, but without bundling and validation. */
export function synthesize(
  changed: (stage: Stage) => Stage = (stage) => stage,
  release: Partial<OfferedService> = {},
  service: 'api' | 'auxiliary' = 'api',
): Record<string, CfnTemplate> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-synth-'));
  try {
    const app = anApp(outdir);
    for (const props of stages().map(changed).map(stageProps)) stageApp(app, { ...props, [service]: { ...props[service], ...release } });
    return Object.fromEntries(app.synth().stacks.map((stack) => [stack.stackName, stack.template as CfnTemplate]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The templates of production alone, which takes half the time. */
export function synthesizeProduction(changed: (stage: Stage) => Partial<Stage> = () => ({}), apiRelease: Partial<OfferedService> = {}): Record<string, CfnTemplate> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'changeover-synth-'));
  try {
    const app = anApp(outdir);
    const [stage] = stages().filter(({ name }) => name === 'production');
    if (stage === undefined) throw new Error('there is no production');
    const props = stageProps({ ...stage, ...changed(stage) });
    stageApp(app, { ...props, api: { ...props.api, ...apiRelease } });
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
  return {
    stage,
    neighbours: neighboursOf(stage, stages()),
    api: offered(stage, 'api', stageAlarms, 'select key from entries where key = any($1)'),
    auxiliary: offered(stage, 'auxiliary', auxiliaryAlarms, ''),
  };
}

/** What a service brings to a stage: its own contract, and a release that nobody has built. */
function offered(stage: Stage, service: 'api' | 'auxiliary', plan: typeof stageAlarms, proof: string): OfferedService {
  const operations = readContract(readFileSync(path.join(root, `services/${service}/openapi.yaml`), 'utf8'));
  if (!operations.ok) throw new Error(`the contract of ${service} cannot be read`);
  const alarmPlan = plan(stage, operations.value);
  if (!alarmPlan.ok) throw new Error(`the alarms of ${service} in ${stage.name} cannot be planned`);
  const digit = service === 'api' ? '5' : '6';
  return {
    contract: { operations: operations.value, proof },
    alarmPlan: alarmPlan.value,
    workload: { release: `local-${digit.repeat(12)}`, directory: `workload.${digit.repeat(16)}`, sha256: digit.repeat(64) },
    imageReference: `:local-${digit.repeat(12)}`,
  };
}

export function stages(): readonly Stage[] {
  const read = readAllStages();
  if (!read.ok) throw new Error('the stages cannot be read');
  return read.value;
}
