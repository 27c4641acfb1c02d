import { seconds } from '../../../lib/core/units';
import { startProcess, type ProcessOptions } from '../../../lib/edge/processes/start-process';
import { startWatchdog, type Watchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';

let watchdog: Watchdog;
beforeAll(() => { watchdog = startWatchdog('/nonexistent'); });
afterAll(() => watchdog[Symbol.asyncDispose]());

const node = (program: string, difference: Partial<ProcessOptions> = {}): ProcessOptions => ({
  command: process.execPath, args: ['-e', program], environment: {}, directory: '/', output: 'pipe', endedBy: 'TERM', watchdog,
  ...difference,
});

test('how it ended is told, whenever one asks', async () => {
  const started = await startProcess(node('process.exit(78)'));
  expect(await started.ended).toEqual({ kind: 'exited', code: 78 });
  expect(started.hasEnded()).toBe(true);
  expect(await started.end(wallClock, seconds(1))).toEqual({ kind: 'exited', code: 78 });
});

test('one that does not end when asked is killed once patience is over', async () => {
  let ready: () => void = () => undefined;
  const said = new Promise<void>((resolve) => { ready = resolve; });
  const program = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.send("ready")';
  const stubborn = await startProcess(node(program, { onMessage: () => ready() }));
  await said;
  expect(await stubborn.end(wallClock, seconds(0.1))).toEqual({ kind: 'killed', signal: 'SIGKILL' });
});

test('it inherits no variable', async () => {
  const started = await startProcess(node('process.stdout.write(JSON.stringify(process.env))', { environment: { ONLY: 'this' } }));
  let written = '';
  started.output.stdout?.on('data', (chunk) => { written += String(chunk); });
  await started.ended;
  expect(JSON.parse(written)).toEqual({ ONLY: 'this' });
});

test('a channel carries messages both ways', async () => {
  const heard: unknown[] = [];
  const program = 'process.once("message", (m) => process.send({ echo: m }, () => process.exit(0)))';
  const echo = await startProcess(node(program, { onMessage: (message) => heard.push(message) }));
  echo.send({ hello: 1 });
  await echo.ended;
  expect(heard).toEqual([{ echo: { hello: 1 } }]);
});

test('to say something without a channel is a mistake', async () => {
  const started = await startProcess(node(''));
  expect(() => started.send({})).toThrow('was started without a channel');
  await started.ended;
});

test('a program that does not exist is an error at once', async () => {
  await expect(startProcess({ ...node(''), command: '/no/such/program' })).rejects.toThrow('ENOENT');
});
