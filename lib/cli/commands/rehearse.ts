import { join } from 'node:path';
import { createRunDirectory } from '../../edge/processes/run-directory';
import { Opened } from '../../edge/processes/opened';
import { startWatchdog } from '../../edge/processes/watchdog';
import { wallClock } from '../../edge/time/wall-clock';
import { prepareKit } from '../../region/kit';
import { runRehearsal, type Rehearsed } from '../../rehearsal/rehearsal';
import { rehearsalReport } from '../rehearsal-report';
import { foreignScenarios } from '../../rehearsal/foreign/foreign-scenarios';
import type { Scenario } from '../../rehearsal/scenario';
import { scenarioNamed } from '../../rehearsal/scenarios';
import { plainText } from '../../report/plain-text';
import { exits, type Host } from '../host';
import { DEFAULT_SPEED, type RehearseOptions } from '../options';
import { prepare } from '../prepare';
import { progressLines } from '../progress-lines';
import { saveReport } from '../save-report';

/** Rehearses scenarios one after another; 0 only if all of them end as expected. */
export async function rehearseCommand(project: string, options: RehearseOptions, host: Host): Promise<number> {
  const started = wallClock.now();
  host.err(`Changeover rehearses ${options.scenarios.join(', ')} on this machine: real PostgreSQL, real processes, no AWS account\n`);
  await using opened = new Opened();
  host.atInterrupt(() => opened[Symbol.asyncDispose]());
  const run = opened.add(await createRunDirectory());
  const watchdog = opened.add(startWatchdog(run.path));
  // No server is started before the input is known to be good.
  const { assembly, stage, beside } = await prepare(project, options, join(run.path, 'cdk.out'), host);
  const kit = await prepareKit(run, watchdog);
  const rateAt = (speed: number): number => options.rate ?? stage.expectedPeak * speed;
  const done: Rehearsed[] = [];
  for (const scenario of options.scenarios.map((name) => chosen(name, options))) {
    host.signal.throwIfAborted();
    const speed = options.speed ?? scenario.speed ?? DEFAULT_SPEED;
    host.err(`\n${scenario.name}: ${scenario.sentence}\n`);
    const lines = progressLines(host);
    const finished = await runRehearsal(kit, {
      assembly, stage, beside: scenario.beside && beside[scenario.beside.tier], scenario, speed, rate: rateAt(speed), seed: options.seed, operation: options.operation, tell: lines.tell,
    }, opened);
    lines.end();
    done.push(finished);
    if (options.json) host.out(`${JSON.stringify(finished.result)}\n`);
  }
  const blocks = rehearsalReport(done, { expectedPeak: stage.kind === 'own' ? stage.expectedPeak : undefined, rateAt, wallSeconds: (wallClock.now() - started) / 1_000 });
  const file = await saveReport(project, blocks.report);
  const text = plainText(blocks.summary, { width: host.width });
  if (options.json) host.err(`\n${text}`);
  else host.out(`\n${text}`);
  host.err(`\nreport: ${file}\n`);
  return done.every(({ result }) => result.asExpected) ? exits.asExpected : exits.no;
}

function chosen(name: string, { workload }: RehearseOptions): Scenario {
  return (workload === undefined ? scenarioNamed(name) : foreignScenarios.find((scenario) => scenario.name === name)) as Scenario;
}
