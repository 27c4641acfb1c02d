import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Beside {
  readonly err: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the program as the person does who presses Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs a program with what it says going where progress goes.
 *
 * @returns its exit code; 128 and more when a signal has ended it, as a shell counts
 * @throws what the system says when it cannot be started
 */
export async function runBeside([command = '', ...args]: readonly string[], directory: string, { err, environment, signal }: Beside): Promise<number> {
  const child = spawn(command, args, { cwd: directory, env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', stop, { once: true });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', err);
  const [code, ended] = await once(child, 'close') as [number | null, string | null];
  signal.removeEventListener('abort', stop);
  return code ?? (ended === 'SIGINT' ? 130 : 143);
}
