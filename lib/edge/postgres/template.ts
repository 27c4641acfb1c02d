import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../processes/run-program';
import type { RunDirectory } from '../processes/run-directory';
import type { Watchdog } from '../processes/watchdog';
import { nativeDirectory, thisMachine } from './installed-package';
import { preparePrograms, type PostgresPrograms } from './programs';
import { initdbArguments } from './settings';

/** PostgreSQL on this machine, with one initialised data directory that every server starts as a copy of. */
export interface PostgresTemplate {
  readonly programs: PostgresPrograms;
  /** Where pairs have their directories. */
  readonly directory: string;
  readonly watchdog: Watchdog;
  /** Copies the initialised data directory to `target`, which must not exist yet. */
  copyTo(target: string): Promise<void>;
}

/**
 * Initialises a database once, so that each pair of servers after it starts in a tenth of a second.
 *
 * @throws where PostgreSQL from npm does not run, see `packageFor`
 */
export async function preparePostgres(run: RunDirectory, watchdog: Watchdog): Promise<PostgresTemplate> {
  const directory = join(run.path, 'pg');
  await mkdir(directory);
  await chmod(directory, 0o711);
  const programs = await preparePrograms(nativeDirectory(thisMachine()), directory);
  if (programs.owner !== undefined) await chown(directory, programs.owner.uid, programs.owner.gid);
  const template = join(directory, 'template');
  const { environment, owner } = programs;
  await runProgram(programs.initdb, initdbArguments(template), { environment, owner });
  return {
    programs,
    directory,
    watchdog,
    copyTo: (target) => runProgram('cp', ['-R', template, target], { environment, owner }),
  };
}
