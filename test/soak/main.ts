/** `npm run soak`: every scenario and every control, again and again with other seeds, on a machine that is kept busy. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import { wallClock } from '../../lib/edge/time/wall-clock';
import { scenarios } from '../../lib/rehearsal/scenarios';
import { markdown } from '../../lib/report/markdown';
import { project } from '../support/command-line';
import { burners } from './burners';
import { soakRecord, type SoakPlan } from './record';
import { soakOne, type Soaked } from './rehearsals';

/** Where the record goes when all scenarios were run; it is committed. */
const RECORD = join(__dirname, 'RESULT.md');

function planFrom(args: readonly string[]): SoakPlan {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string' }, burners: { type: 'string' }, scenario: { type: 'string', multiple: true } } });
  const known = scenarios.map(({ name }) => name);
  const unknown = (values.scenario ?? []).filter((name) => !known.includes(name));
  const whole = (name: string, value: string | undefined, otherwise: number): number => {
    const number = value === undefined ? otherwise : Number(value);
    if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} must be a whole number, got ${JSON.stringify(value)}`);
    return number;
  };
  if (unknown.length > 0) throw new Error(`--scenario must be one of ${known.join(', ')}, got ${unknown.join(', ')}`);
  return { scenarios: values.scenario ?? known, rounds: whole('rounds', values.rounds, 10), burners: whole('burners', values.burners, availableParallelism()) };
}

async function soak(plan: SoakPlan): Promise<readonly Soaked[]> {
  const assembly = await mkdtemp(join(tmpdir(), 'soak-'));
  const runs: Soaked[] = [];
  try {
    const made = await synthesize(project, assembly);
    if (!made.ok) throw new Error(made.output);
    await using busy = burners(plan.burners);
    process.stderr.write(`${busy.count} busy processes beside it\n`);
    // By rounds, so that a soak that is ended early has run everything about equally often.
    const rounds = Array.from({ length: plan.rounds }, (_, round) => round + 1);
    for (const { scenario, seed } of rounds.flatMap((seed) => plan.scenarios.map((scenario) => ({ scenario, seed })))) {
      const run = await soakOne(scenario, seed, assembly);
      runs.push(run);
      process.stderr.write(`round ${seed} of ${plan.rounds}, ${scenario}: ${said(run)}\n`);
    }
    return runs;
  } finally {
    await rm(assembly, { recursive: true });
  }
}

function said(run: Soaked): string {
  switch (run.kind) {
    case 'as-expected': return `as expected, ${run.wallSeconds} s`;
    case 'not-as-expected': return `not as expected\n${run.why}`;
    case 'hung': return 'did not end in time';
  }
}

void (async () => {
  const plan = planFrom(process.argv.slice(2));
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: project, encoding: 'utf8' }).trim();
  const runs = await soak(plan);
  const record = markdown(soakRecord(plan, runs, { at: new Date(wallClock.now()), commit }));
  if (plan.scenarios.length === scenarios.length) await writeFile(RECORD, record);
  process.stdout.write(record);
  process.exitCode = runs.every(({ kind }) => kind === 'as-expected') ? 0 : 1;
})();
