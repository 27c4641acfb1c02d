import { CodeDeployClient, CreateApplicationCommand, ListApplicationsCommand } from '@aws-sdk/client-codedeploy';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { changeover, ended, written } from '../support/command-line';
import { processes } from '../support/processes';
import { runHere } from './support/run-here';

const exported = (text: string): Readonly<Record<string, string>> => Object.fromEntries([...text.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']));

test('a region is served until it is stopped, and a client needs only what it prints', async () => {
  const child = changeover('region', '--speed', '600');
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  const end = ended(child);
  expect(await written(child, 'Ctrl-C')).toContain('600 times as fast as AWS, on this machine only');
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = exported(out);
  const client = new CodeDeployClient({ endpoint: endpoint!, region: region!, credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey!, sessionToken: sessionToken! } });
  await client.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'ECS' }));
  expect((await client.send(new ListApplicationsCommand({}))).applications).toEqual(['shop']);
  client.destroy();
  const directory = processes().find(({ parent, command }) => parent === child.pid && command.includes('changeover-watchdog'))?.command.split(' ').at(-1) ?? '';
  expect(existsSync(directory)).toBe(true);
  child.kill('SIGTERM');
  expect((await end).exitCode).toBe(130);
  expect([existsSync(directory), processes().filter(({ command }) => command.includes(directory))]).toEqual([false, []]);
}, 60_000);

test('everything that is wrong with what was typed is told at once, and nothing is started', async () => {
  const { exitCode, out, err } = await runHere(['region', '--port', '70000', '--speed', 'abc', '--seed', '1.5', '--account', '222222222222,me']);
  expect([exitCode, out, err.trim().split('\n')]).toEqual([2, '', [
    '--port must be a whole number from 1 to 65535, got "70000"',
    '--speed must be a number from 1 to 600: how many times as fast as on AWS time runs, got "abc"',
    '--seed must be a whole number from 0, got "1.5"',
    '--account must be numbers of twelve digits with commas between them, got "222222222222,me"',
  ]]);
});

test('an assembly that is none, and a port that is taken, are told before anything is started', async () => {
  const nothing = await runHere(['region', '--assembly', 'docs-that-are-not-there']);
  expect([nothing.exitCode, nothing.out, nothing.err.trim().split('\n').length]).toEqual([2, '', 1]);
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const taken = await runHere(['region', '--port', String(port)]);
  expect([taken.exitCode, taken.out, taken.err]).toEqual([2, '', `--port must be one that nobody uses, got ${port}: choose another, or leave it out\n`]);
  await new Promise((closed) => server.close(closed));
});
