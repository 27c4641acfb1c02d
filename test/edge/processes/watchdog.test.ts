import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { seconds } from '../../../lib/core/units';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startProcess } from '../../../lib/edge/processes/start-process';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Longer than the watchdog's patience with a process that ignores its signal. */
const PATIENCE = seconds(12);

async function holdsSoon(what: () => boolean): Promise<boolean> {
  for (const start = wallClock.now(); wallClock.now() - start < PATIENCE; await wallClock.sleep(seconds(0.05))) if (what()) return true;
  return false;
}

test('after a kill -9 of the parent no PostgreSQL, no service that ignores SIGTERM, and no directory is left', async () => {
  const program = join(__dirname, 'support/parent-of-postgres.ts');
  const parent = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const { directory, pids } = JSON.parse(line) as { directory: string; pids: number[] };
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  expect(existsSync(directory)).toBe(true);
  parent.kill('SIGKILL');
  expect(await holdsSoon(() => !existsSync(directory) && !pids.some(isAlive))).toBe(true);
}, 20_000);

test('a clean end touches nothing', async () => {
  await using run = await createRunDirectory();
  const watchdog = startWatchdog(run.path);
  const child = await startProcess({
    command: 'sleep', args: ['60'], environment: { PATH: '/bin:/usr/bin' }, directory: '/', output: 'pipe', endedBy: 'TERM', watchdog,
  });
  await watchdog[Symbol.asyncDispose]();
  await wallClock.sleep(seconds(0.1));
  expect([child.hasEnded(), existsSync(run.path)]).toEqual([false, true]);
  expect(await child.end(wallClock, seconds(5))).toEqual({ kind: 'killed', signal: 'SIGTERM' });
});
