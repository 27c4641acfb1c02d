import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { WorkingCopy } from '../../core/ledger/recording';

const run = promisify(execFile);

/** Git is not there, or the directory is no working copy. */
export class NoWorkingCopy extends Error {
  override readonly name = 'NoWorkingCopy';
}

/**
 * The commit that a working copy is at, and what differs from it: changed, removed and new files, without those that .gitignore names.
 *
 * @param besides files and directories that do not count, such as what the build has just made; relative to `directory`
 * @throws NoWorkingCopy
 */
export async function readWorkingCopy(directory: string, besides: readonly string[] = []): Promise<WorkingCopy> {
  const git = async (...args: readonly string[]): Promise<string> => {
    try {
      return (await run('git', ['-C', directory, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
    } catch (cause) {
      const { stderr = '', message } = cause as { readonly stderr?: string; readonly message: string };
      throw new NoWorkingCopy(`git does not know ${directory}: ${(stderr.trim().split('\n')[0] ?? '') || message}`);
    }
  };
  const [commit, root, status] = [await git('rev-parse', '--verify', 'HEAD'), await git('rev-parse', '--show-toplevel'), await git('status', '--porcelain=v1', '-z', '--untracked-files=all')];
  const base = await realpath(root.trim());
  const left = await Promise.all(besides.map((path) => realpath(resolve(directory, path)).catch(() => resolve(directory, path))));
  return { commit: commit.trim(), changed: filesIn(status).filter((file) => !left.some((one) => isWithin(one, join(base, file)))) };
}

/** https://git-scm.com/docs/git-status#_porcelain_format_version_1: two letters, a blank, the path; a renamed file has its old path after it. */
function filesIn(status: string): readonly string[] {
  const parts = status.split('\0').filter((part) => part !== '');
  const files: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? '';
    files.push(part.slice(3));
    if (/^[RC]|^.[RC]/.test(part)) at += 1;
  }
  return files;
}

function isWithin(directory: string, file: string): boolean {
  const path = relative(directory, file);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}
