import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram } from '../processes/run-program';
import type { ProcessOwner } from '../processes/start-process';
import { makeLinks, missingLinks } from './library-links';

/** PostgreSQL's programs, and how they have to be started here. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whom they run as; undefined for the user of this process. */
  readonly owner: ProcessOwner | undefined;
}

/** `nobody`: PostgreSQL refuses to run as root, and no user has to be made for it. */
const NOBODY: ProcessOwner = { uid: 65_534, gid: 65_534 };

/**
 * Makes the programs in `native` runnable without writing to it: `directory` gets links to libraries when the package
 * lacks them, and a copy of everything (60 MB) when root would start them from a place that `nobody` cannot enter.
 */
export async function preparePrograms(native: string, directory: string): Promise<PostgresPrograms> {
  const owner = process.getuid?.() === 0 ? NOBODY : undefined;
  const home = owner !== undefined && !(await othersMayRun(join(native, 'bin', 'postgres'))) ? await copied(native, directory) : native;
  return {
    initdb: join(home, 'bin', 'initdb'),
    postgres: join(home, 'bin', 'postgres'),
    // No PG* variable of the caller may reach the servers; macOS needs a valid locale, or the postmaster refuses to start.
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...(await libraryPath(home, directory)) },
    owner,
  };
}

async function othersMayRun(file: string): Promise<boolean> {
  if (((await stat(file)).mode & 0o005) !== 0o005) return false;
  for (let path = dirname(file); ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function copied(native: string, directory: string): Promise<string> {
  const copy = join(directory, 'native');
  await runProgram('cp', ['-R', native, copy], { environment: { PATH: '/usr/bin:/bin' } });
  await runProgram('chmod', ['-R', 'go+rX', copy], { environment: { PATH: '/usr/bin:/bin' } });
  return copy;
}

async function libraryPath(home: string, directory: string): Promise<Record<string, string>> {
  const missing = await missingLinks(home);
  if (missing.length === 0) return {};
  const links = join(directory, 'lib');
  await mkdir(links);
  await chmod(links, 0o755);
  await makeLinks(missing, links);
  const path = `${links}:${join(home, 'lib')}`;
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: path } : { LD_LIBRARY_PATH: path };
}
