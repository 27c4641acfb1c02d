import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory for the files of one run, with a path short enough for Unix sockets. Disposing it removes it. */
export interface RunDirectory extends AsyncDisposable {
  readonly path: string;
}

/** Three data directories of PostgreSQL (28 MB each), a copy of its programs (60 MB) and room for WAL and logs. */
const NEEDED_BYTES = 300 * 1024 * 1024;

/** A socket's path may have 103 bytes on macOS, 107 on Linux; ours add at most 45 to that of the directory above. */
const LONGEST_BASE = 58;

/**
 * Makes the directory in memory where that is possible, which makes a database start three times as fast, and in the
 * system's temporary folder otherwise.
 *
 * Others may pass through it (a database that is started by root runs as another user) but not list it.
 */
export async function createRunDirectory(freeBytes: (path: string) => number = bytesFor): Promise<RunDirectory> {
  const path = await firstUsable(['/dev/shm', tmpdir(), '/tmp'], freeBytes);
  await chmod(path, 0o711);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

async function firstUsable(bases: readonly string[], freeBytes: (path: string) => number): Promise<string> {
  for (const base of bases.filter((candidate) => candidate.length <= LONGEST_BASE && freeBytes(candidate) >= NEEDED_BYTES)) {
    const path = await mkdtemp(join(base, 'co-'));
    if (await runsPrograms(path)) return path;
    await rm(path, { recursive: true });
  }
  throw new Error(`a rehearsal needs ${NEEDED_BYTES / 1024 / 1024} MB where programs may run and paths are short, `
    + `found none among ${bases.join(', ')}: free some, or set TMPDIR`);
}

/** What this process may write there; nothing where it may not. */
function bytesFor(base: string): number {
  try {
    accessSync(base, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(base);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/** Containers mount /dev/shm with `noexec`, where a copy of PostgreSQL's programs would be of no use. */
async function runsPrograms(directory: string): Promise<boolean> {
  const trial = join(directory, 'trial');
  await writeFile(trial, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
  const { status } = spawnSync(trial, { stdio: 'ignore' });
  await rm(trial);
  return status === 0;
}
