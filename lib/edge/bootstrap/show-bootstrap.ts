import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';

/** CDK's own bootstrap template, of the version that this project pins: nothing is asked of AWS. @throws when CDK's command line fails */
export async function showBootstrap(): Promise<unknown> {
  const program = join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const child = spawn(process.execPath, [program, 'bootstrap', '--show-template', '--no-notices', '--no-version-reporting'], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' } });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`cdk bootstrap --show-template ended with ${String(child.exitCode)}: ${err.trim()}`);
  return parse(out) as unknown;
}
