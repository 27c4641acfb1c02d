import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { preparePostgres } from '../../lib/edge/postgres/template';
import { startPostgresPair } from '../../lib/edge/postgres/pair';
import { createRunDirectory, type RunDirectory } from '../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../lib/edge/processes/watchdog';
import { fastest, msText, times, type Measure } from './measure';

/** A primary with a streaming replica, from the prepared copy, against making one database from nothing. */
export async function database(): Promise<Measure> {
  await using run = await createRunDirectory();
  await using watchdog = startWatchdog(run.path);
  let turn = 0;
  const aside = async (): Promise<RunDirectory> => {
    const path = join(run.path, `init-${turn += 1}`);
    await mkdir(path);
    return { ...run, path };
  };
  const initialised = await fastest(2, async () => preparePostgres(await aside(), watchdog));
  const template = await preparePostgres(run, watchdog);
  const pair = await fastest(3, async () => {
    const started = await startPostgresPair(template, `p${turn += 1}`);
    await started[Symbol.asyncDispose]();
  });
  return { what: 'primary and replica, started, streaming and stopped', value: msText(pair), compared: `${times(pair / initialised)} one initdb` };
}
