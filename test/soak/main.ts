/** `npm run soak`: days of releases in virtual time, releases in which a process is killed, malformed input, and every scenario and control again and again on a machine that is kept busy. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SPEED } from '../../lib/cli/options';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { Block } from '../../lib/report/block';
import { markdown } from '../../lib/report/markdown';
import { project } from '../support/command-line';
import { burners } from './burners';
import { soakFuzz } from './fuzz';
import { soakDays } from './days';
import { keep, kept, keptIn, untouched, type Kept } from './kept-rehearsals';
import { planFrom, type SoakPlan } from './plan';
import { soakKills, type Kills } from './kills';
import { daysRecord, fuzzRecord, killsRecord, rehearsalsRecord, waysBackRecord, type Occasion } from './record';
import { soakOne, type Soaked } from './rehearsals';
import { victims } from './victims';
import { soakWaysBack, type WaysBack } from './ways-back';

const STAGE = 'production';

const tell = (line: string): unknown => process.stderr.write(`${line}\n`);

/** @param soFar told after each round */
async function soakRehearsals(plan: SoakPlan, soFar: (runs: readonly Soaked[]) => Promise<void>): Promise<readonly Soaked[]> {
  return withAssembly(async (assembly) => {
    const runs: Soaked[] = [];
    await using busy = burners(plan.burners);
    tell(`${busy.count} busy processes beside it`);
    // By rounds, so that a soak that is ended early has run everything about equally often.
    for (let seed = plan.firstRound; seed <= plan.rounds; seed += 1) {
      await round(plan, seed, assembly, runs);
      await soFar(runs);
    }
    return runs;
  });
}

/** Synthesizes the app for as long as `work` takes. */
async function withAssembly<T>(work: (assembly: string) => Promise<T>): Promise<T> {
  const assembly = await mkdtemp(join(tmpdir(), 'soak-'));
  try {
    const made = await synthesize(project, assembly);
    if (!made.ok) throw new Error(made.output);
    return await work(assembly);
  } finally {
    await rm(assembly, { recursive: true });
  }
}

/** @param soFar told after each region */
const soakEveryKill = ({ kills, victims: chosen }: SoakPlan, soFar: (kills: Kills) => Promise<void>): Promise<Kills> => withAssembly((assembly) => soakKills({
  kills, victims: chosen, assembly, stage: STAGE, speed: DEFAULT_SPEED, tell: ({ round, victim, afterMinutes, during, outcome, why, wrong }) =>
    void tell(`kill ${round} of ${kills}: ${victim} after ${afterMinutes ?? '-'} minutes (${during}): ${outcome}${why === undefined ? '' : `, ${why}`}${spellWrong(wrong)}`),
}, soFar));

const soakEveryWayBack = (): Promise<WaysBack> => withAssembly((assembly) => soakWaysBack({
  releases: 10, assembly, stage: STAGE, speed: DEFAULT_SPEED, tell: ({ release, isWayBack, harmed, wrong }) => void tell(`${isWayBack ? 'back to' : 'on to'} ${release}: ${harmed} harmed${spellWrong(wrong)}`),
}));

const spellWrong = (wrong: readonly string[]): string => wrong.map((one) => `\n  WRONG: ${one}`).join('');

async function round({ scenarios: names, rounds, atOnce }: SoakPlan, seed: number, assembly: string, runs: Soaked[]): Promise<void> {
  const left = [...names];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let scenario = left.shift(); scenario !== undefined; scenario = left.shift()) {
      const run = await soakOne(scenario, seed, assembly);
      runs.push(run);
      tell(`round ${seed} of ${rounds}, load ${run.load.toFixed(1)}, ${scenario}: ${said(run)}`);
    }
  }));
}

function said(run: Soaked): string {
  switch (run.kind) {
    case 'as-expected': return `as expected, ${run.wallSeconds} s`;
    case 'not-as-expected': return `not as expected\nexit 1: ${JSON.stringify(run.result)}`;
    case 'broken': return `not as expected\n${run.why}`;
    case 'hung': return 'did not end in time';
  }
}

/** Puts rehearsals that are to be recorded into what was kept of earlier ones, and tells of all. */
function recorded(plan: SoakPlan, commit: string, told: (all: readonly Kept[]) => Promise<void>): (soFar: readonly Soaked[]) => Promise<void> {
  if (!plan.isRecorded) return () => Promise.resolve();
  const file = join(__dirname, 'rehearsals.jsonl');
  const others = untouched(keptIn(file), plan);
  return (soFar) => {
    const all = [...others, ...soFar.map((run) => kept(run, plan, commit))];
    keep(all, file);
    return told(all);
  };
}

void (async () => {
  const plan = planFrom(process.argv.slice(2));
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: project, encoding: 'utf8' }).trim();
  const occasion: Occasion = { at: new Date(wallClock.now()), commit };
  let good = true;
  const record = async (name: string, blocks: readonly Block[]): Promise<void> => {
    await writeFile(join(__dirname, name), markdown(blocks));
    tell(`recorded in test/soak/${name}`);
  };
  if (plan.parts.includes('days')) {
    const days = await soakDays(plan.days);
    good &&= days.broken.length === 0;
    await record('DAYS.md', daysRecord(days, occasion));
  }
  if (plan.parts.includes('fuzz')) {
    const fuzzed = await soakFuzz(plan.spoilt, tell);
    good &&= fuzzed.every(({ wrong }) => wrong.length === 0);
    await record('FUZZ.md', fuzzRecord(fuzzed, occasion));
  }
  if (plan.parts.includes('kills')) {
    // A choice of victims, too, is somebody looking for something.
    const isWhole = plan.victims.length === victims.length;
    const kills = await soakEveryKill(plan, async (soFar) => (isWhole ? record('KILLS.md', killsRecord(soFar, occasion)) : undefined));
    good &&= kills.writes.missing === 0 && kills.writes.duplicated === 0 && kills.rounds.every(({ wrong }) => wrong.length === 0);
  }
  if (plan.parts.includes('ways-back')) {
    const back = await soakEveryWayBack();
    good &&= back.writes.missing === 0 && back.writes.duplicated === 0 && back.steps.every(({ harmed, wrong }) => harmed === 0 && wrong.length === 0);
    await record('WAYS-BACK.md', waysBackRecord(back, occasion));
  }
  if (plan.parts.includes('rehearsals')) {
    const runs = await soakRehearsals(plan, recorded(plan, commit, (all) => record('REHEARSALS.md', rehearsalsRecord(all, occasion))));
    good &&= runs.every(({ kind }) => kind === 'as-expected');
  }
  process.exitCode = good ? 0 : 1;
})().catch((thrown: unknown) => {
  tell(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 2;
});
