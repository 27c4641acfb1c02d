import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { project } from '../support/command-line';

export interface Run {
  readonly exitCode: number | null;
  /** Everything that it has written, in its order. */
  readonly said: string;
}

export type Environment = Readonly<Record<string, string>>;

/** The pinned, unmodified command line of CDK, as somebody types it in CI. */
export async function cdk(environment: Environment, ...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [join(project, 'node_modules/aws-cdk/bin/cdk'), ...args, '--ci', '--no-notices', '--no-color'], {
    cwd: project, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', CI: 'true', NODE_NO_WARNINGS: '1', CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true', ...environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  await once(child, 'close');
  return { exitCode: child.exitCode, said };
}
