import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
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
  /** What a job on GitHub gets for the token that it shows: a role. @throws what STS says */
  workflow(subject: string, role: string): Promise<AwsAccess>;
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
  const place = { endpoint: environment['AWS_ENDPOINT_URL'] ?? '', region: environment['AWS_REGION'] ?? '' };
  return {
    async workflow(subject, role) {
      const answer = await fetch(`${place.endpoint}/github/id-token/${encodeURIComponent(subject)}?audience=sts.amazonaws.com`);
      const { value } = await answer.json() as { readonly value: string };
      // STS asks for no signature here, but a client for keys to make one.
      const client = new STSClient({ ...place, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
      const { Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} } = await client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'github', WebIdentityToken: value, DurationSeconds: 4_320 }));
      client.destroy();
      return { ...place, credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } };
    },
    pid: child.pid ?? 0, environment, authority: readFileSync(environment['CHANGEOVER_ROOT_CERTIFICATE'] ?? '', 'utf8'),
    access(profile) {
      const [, accessKeyId = '', secretAccessKey = '', sessionToken = ''] = new RegExp(`\\[${profile}\\]\\n.*= (.*)\\n.*= (.*)\\n.*= (.*)\\n`).exec(profiles) ?? [];
      return { ...place, credentials: { accessKeyId, secretAccessKey, sessionToken } };
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGINT');
      await closed;
    },
  };
}
