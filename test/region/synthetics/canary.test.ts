import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { instant } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { startTestRegion, type TestRegion } from '../support/test-region';
import { until } from '../support/until';

const SCRIPT = `
const synthetics = require('Synthetics');
exports.handler = async () => {
  for (const path of process.env.paths.split(' ')) {
    await synthetics.executeHttpStep('get ' + path, { hostname: '127.0.0.1', port: Number(process.env.port), path });
  }
};`;

const opened = new Opened();
let region: TestRegion;
let port: number;

beforeAll(async () => {
  region = await startTestRegion(opened, 600);
  const server = createServer((request, response) => response.writeHead(request.url === '/broken' ? 500 : 200).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.atTheEnd(() => { server.closeAllConnections(); server.close(); });
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => opened[Symbol.asyncDispose]());

async function canary(name: string, script: string, environment: Readonly<Record<string, string>> = {}, more: object = {}): Promise<void> {
  const modules = join(region.directory, name, 'nodejs', 'node_modules');
  await mkdir(modules, { recursive: true });
  await writeFile(join(modules, 'index.js'), script);
  region.objects.put('assets', name, join(region.directory, name));
  await region.make('AWS::Synthetics::Canary', {
    Name: name, Code: { S3Bucket: 'assets', S3Key: name, Handler: 'index.handler' }, ExecutionRoleArn: 'arn:aws:iam::111122223333:role/canary', RuntimeVersion: 'syn-nodejs-puppeteer-9.1',
    ArtifactS3Location: 's3://artifacts', Schedule: { Expression: 'rate(5 minutes)' }, RunConfig: { EnvironmentVariables: { port: String(port), ...environment } }, StartCanaryAfterCreation: true, ...more,
  });
}

const values = (canaryName: string, name: string, step?: string): readonly number[] => region.metrics
  .read({ namespace: 'CloudWatchSynthetics', name, dimensions: { CanaryName: canaryName, ...(step === undefined ? {} : { StepName: step }) } }, instant(0), instant(1e15), instant(1e15))
  .flatMap(({ value, count }) => Array.from({ length: count }, () => value));

test('a script whose steps all succeed has full success, run after run', async () => {
  await canary('good', SCRIPT, { paths: '/one /two' });
  await until('it has run twice', async () => values('good', 'SuccessPercent').length >= 2);
  expect(new Set(values('good', 'SuccessPercent'))).toEqual(new Set([100]));
  expect(values('good', '2xx').slice(0, 2)).toEqual([2, 2]);
  expect(values('good', 'SuccessPercent', 'get /two')[0]).toBe(100);
});

test('one failed step fails the run, and those after it are still run', async () => {
  await canary('half', SCRIPT, { paths: '/broken /one' });
  await until('it has run', async () => values('half', 'SuccessPercent').length >= 1);
  expect([values('half', 'SuccessPercent')[0], values('half', 'Failed')[0], values('half', '5xx')[0], values('half', '2xx')[0]]).toEqual([0, 1, 1, 1]);
  expect([values('half', 'SuccessPercent', 'get /broken')[0], values('half', 'SuccessPercent', 'get /one')[0]]).toEqual([0, 100]);
});

test('a script that cannot be loaded fails its run', async () => {
  await canary('wrong', 'require("not-bundled")');
  await until('it has run', async () => values('wrong', 'SuccessPercent').length >= 1);
  expect(values('wrong', 'SuccessPercent')[0]).toBe(0);
});

test('what the region cannot run is refused by name', async () => {
  await expect(canary('by-cron', SCRIPT, {}, { Schedule: { Expression: 'cron(0 * * * ? *)' } })).rejects.toThrow('by rate(N minutes), got "cron(0 * * * ? *)"');
  await expect(canary('snake', SCRIPT, {}, { RuntimeVersion: 'syn-python-selenium-4.1' })).rejects.toThrow('Node.js runtimes, got syn-python-selenium-4.1');
  await expect(canary('Loud', SCRIPT)).rejects.toThrow('small letters');
});
