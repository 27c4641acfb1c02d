import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessOwner } from './start-process';

/**
 * Runs a program to its end.
 *
 * @throws when it cannot be started or ends with anything but 0; the message holds what it wrote
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly environment: Readonly<Record<string, string>>; readonly owner?: ProcessOwner | undefined },
): Promise<void> {
  const { environment, owner } = options;
  const child = spawn(command, [...args], { env: { ...environment }, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...owner });
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk));
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code ?? signal}: ${Buffer.concat(written).toString().trim()}`);
}
