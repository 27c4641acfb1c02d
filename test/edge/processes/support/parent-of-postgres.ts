/** Starts a pair and waits to be killed. Prints where its files and which its processes are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minutes } from '../../../../lib/core/units';
import { startPostgresPair } from '../../../../lib/edge/postgres/pair';
import { preparePostgres } from '../../../../lib/edge/postgres/template';
import { createRunDirectory } from '../../../../lib/edge/processes/run-directory';
import { startProcess } from '../../../../lib/edge/processes/start-process';
import { startWatchdog } from '../../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../../lib/edge/time/wall-clock';

async function main(): Promise<void> {
  const run = await createRunDirectory();
  const watchdog = startWatchdog(run.path);
  const pair = await startPostgresPair(await preparePostgres(run, watchdog), 'orphan');
  const service = await startProcess({
    command: process.execPath, args: ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'],
    environment: {}, directory: '/', output: 'pipe', endedBy: 'TERM', watchdog,
  });
  const postmaster = (role: string): number => Number(readFileSync(join(pair.primary.host, role, 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.stdout.write(`${JSON.stringify({ directory: run.path, pids: [postmaster('primary'), postmaster('replica'), service.pid] })}\n`);
  await wallClock.sleep(minutes(5));
}

void main();
