import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Opened } from '../../../lib/edge/processes/opened';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { names, type Names } from '../../../lib/region/network/names';
import { regionPrograms } from '../../../lib/region/programs';
import { sandbox } from '../../../lib/region/sandbox';

const opened = new Opened();
const friend = { groups: ['sg-friend'], subnets: [] };
const stranger = { groups: ['sg-stranger'], subnets: [] };
const target = { attached: { groups: ['sg-target'], subnets: [] }, isPublic: false };
let network: Names;
let inside: (code: string, file: string) => Promise<string>;
let isOpen = true;

beforeAll(async () => {
  const run = opened.add(await createRunDirectory());
  const watchdog = opened.add(startWatchdog(run.path));
  const programs = await regionPrograms(run.path);
  network = names(run.path, { reaches: (from, to, port) => isOpen && to === target && port === 80 && from?.groups[0] === 'sg-friend', reachesAws: (from) => from?.groups[0] === 'sg-friend' });
  const server = createServer((_, response) => response.setHeader('connection', 'close').end('here'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  opened.atTheEnd(() => new Promise((closed) => server.close(closed)));
  const { port } = server.address() as AddressInfo;
  network.publish('target.example.com', 80, port, target);
  network.publish('everybody.example.com', 80, port);
  const rootCertificate = join(run.path, 'root.pem');
  await writeFile(rootCertificate, '');
  const start = sandbox({ watchdog, programs, network: network.file, rootCertificate, endpointUrl: () => `http://127.0.0.1:${port}`, directory: run.path });
  inside = async (code, file) => {
    const child = await start({ command: process.execPath, args: ['-e', code], directory: run.path, region: 'r', environment: { PORT: String(port) }, network: file, onMessage: () => undefined });
    const wrote = await text(child.output.stdout!);
    await child.ended;
    return wrote.trim();
  };
});
afterAll(() => opened[Symbol.asyncDispose]());

/** What a client with a short patience sees. */
const ask = (url: string) => `const request = require('node:http').get(${JSON.stringify(url)}, { timeout: 300 }, (response) => response.on('data', (body) => console.log(String(body))));
request.on('timeout', () => { console.log('nobody answers'); request.destroy(); }).on('error', () => undefined);`;
const AWS_URL = 'http://127.0.0.1:';

test('a way that is open leads to the target, one that is closed is silent until the client gives up', async () => {
  expect(await inside(ask('http://target.example.com/'), network.fileFor(friend))).toBe('here');
  expect(await inside(ask('http://target.example.com/'), network.fileFor(stranger))).toBe('nobody answers');
  expect(await inside(ask('http://target.example.com/'), network.fileFor(undefined))).toBe('nobody answers');
});

test('what nobody has limited everybody reaches, and a name that is not there is not there', async () => {
  expect(await inside(ask('http://everybody.example.com/'), network.fileFor(stranger))).toBe('here');
  expect(await inside("require('node:net').connect(80, 'gone.example.com').on('error', ({ code }) => console.log(code))", network.fileFor(stranger))).toBe('ENOTFOUND');
});

test('AWS\'s own endpoints are behind the same rules', async () => {
  const code = ask(AWS_URL).replace(`${JSON.stringify(AWS_URL)}`, `${JSON.stringify(AWS_URL)} + process.env.PORT`);
  expect(await inside(code, network.fileFor(friend))).toBe('here');
  expect(await inside(code, network.fileFor(stranger))).toBe('nobody answers');
});

test('a rule that changes counts for the next connection', async () => {
  const file = network.fileFor(friend);
  isOpen = false;
  network.refresh();
  expect(await inside(ask('http://target.example.com/'), file)).toBe('nobody answers');
  isOpen = true;
  network.refresh();
  expect(await inside(ask('http://target.example.com/'), file)).toBe('here');
});

test('it is known who has connected to what, and who was left outside', () => {
  expect(network.connections()).toEqual(expect.arrayContaining([{ from: friend, target, port: 80 }, { from: friend, target: 'aws', port: 443 }]));
  expect(network.connections().filter(({ from }) => from?.groups[0] === 'sg-stranger')).toEqual([]);
  expect(network.refused()).toEqual(expect.arrayContaining([{ from: stranger, target, port: 80 }, { from: stranger, target: 'aws', port: 443 }]));
});
