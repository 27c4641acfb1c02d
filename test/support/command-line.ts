import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export const project = resolve(__dirname, '../..');

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as somebody types it, in an environment without a terminal. */
export function changeover(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'bin/changeover.ts', ...args], {
    cwd: project, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: 'true', TSX_DISABLE_CACHE: '1' },
  });
}

/** Runs it to its end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the process has no output to read');
  const [out, err] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, out, err };
}

/** Resolves once the process has written `line` to its standard error; gives everything that it had written by then. */
export function written(child: ChildProcess, line: string): Promise<string> {
  return new Promise((found, failed) => {
    let all = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      all += chunk.toString();
      if (all.includes(line)) found(all);
    });
    child.once('close', () => failed(new Error(`it ended without writing "${line}":\n${all}`)));
  });
}
