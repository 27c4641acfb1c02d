import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { changeover, written } from '../support/command-line';
import type { AwsAccess } from '../support/aws-query';

/** `npx changeover region` in a process of its own, and what it has printed for a shell. */
export interface ServedRegion extends AsyncDisposable {
  readonly pid: number;
  readonly environment: Readonly<Record<string, string>>;
  /** What a client needs that speaks for an account, or as a role, by its name. */
  access(profile: string): AwsAccess;
  /** PEM of the authority that signs for the region's names. */
  readonly authority: string;
}

export async function serveRegion(accounts: readonly string[], roles: readonly string[], workloads: readonly string[], speed: number, ...more: readonly string[]): Promise<ServedRegion> {
  const as = roles.length === 0 ? [] : ['--role', roles.join(',')];
  const child = changeover('region', '--account', accounts.join(','), ...as, '--workloads', workloads.join(','), '--speed', String(speed), ...more);
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  await written(child, 'Ctrl-C');
  const environment = Object.fromEntries([...out.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
  const profiles = readFileSync(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? '', 'utf8');
  return {
    pid: child.pid ?? 0, environment, authority: readFileSync(environment['CHANGEOVER_ROOT_CERTIFICATE'] ?? '', 'utf8'),
    access(profile) {
      const [, accessKeyId = '', secretAccessKey = '', sessionToken = ''] = new RegExp(`\\[${profile}\\]\\n.*= (.*)\\n.*= (.*)\\n.*= (.*)\\n`).exec(profiles) ?? [];
      return { endpoint: environment['AWS_ENDPOINT_URL'] ?? '', region: environment['AWS_REGION'] ?? '', credentials: { accessKeyId, secretAccessKey, sessionToken } };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGINT');
      await closed;
    },
  };
}
