import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, millis, seconds } from '../../lib/core/units';
import { synthesize } from '../../lib/edge/assembly/synthesize';
import { wallClock } from '../../lib/edge/time/wall-clock';
import { changeover, ended, project, written } from '../support/command-line';
import { processes } from '../support/processes';

let assembly: string;
beforeAll(async () => {
  assembly = await mkdtemp(join(tmpdir(), 'interrupted-'));
  const made = await synthesize(project, assembly);
  if (!made.ok) throw new Error(made.output);
}, 120_000);
afterAll(() => rm(assembly, { recursive: true }));

/** The directory of a run, which ends the command line of its watchdog. */
function runDirectoryOf(pid: number | undefined): string {
  const watchdog = processes().find(({ parent, command }) => parent === pid && command.includes('changeover-watchdog'));
  if (watchdog === undefined) throw new Error(`process ${pid} has no watchdog`);
  return watchdog.command.split(' ').at(-1) ?? '';
}

test.each([
  ['Ctrl-C', 'under load', 'SIGINT', 130, 'is offered'],
  ['kill -9', 'with a database', 'SIGKILL', null, 'production-Data ('],
] as const)('%s in the middle of a rehearsal, %s, leaves no process and no directory', async (_, __, signal, exitCode, line) => {
  const child = changeover('rehearse', '--assembly', assembly);
  const end = ended(child);
  await written(child, line);
  const directory = runDirectoryOf(child.pid);
  child.kill(signal);
  expect((await end).exitCode).toBe(exitCode);
  // After kill -9 somebody else has to clear up, which takes a moment.
  const deadline = after(wallClock.now(), seconds(10));
  for (;;) {
    const left = [...processes().map(({ command }) => command).filter((command) => command.includes(directory)), ...(existsSync(directory) ? [directory] : [])];
    if (left.length === 0) return;
    if (wallClock.now() > deadline) throw new Error(`left behind:\n${left.join('\n')}`);
    await wallClock.sleep(millis(100));
  }
}, 60_000);
