import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { placeholderProgram } from '../../lib/constructs/placeholder-program';

let port: number;
let program: ChildProcess;
let firstLine: string;

beforeAll(async () => {
  port = await freePort();
  const env = { PORT: String(port), STAGE: 'staging', SERVICE: 'api' };
  program = spawn(process.execPath, ['-e', placeholderProgram], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(program.stdout as NodeJS.ReadableStream, 'data') as [Buffer];
  firstLine = line.toString();
});

afterAll(() => program.kill('SIGKILL'));

const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);

test('the balancer finds it healthy', async () => {
  expect((await get('/healthz')).status).toBe(200);
});

test.each(['/', '/v1/shops/1/members/2/balance', '/ready', '/healthz/no'])('%s is answered with "come back later"', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(503);
  expect(['retry-after', 'x-changeover-release'].map((name) => answer.headers.get(name))).toEqual(['60', 'placeholder']);
  expect(await answer.json()).toEqual({ code: 'not-released', message: 'the first release is still to come' });
});

test('it says that it is there in the form of the log', () => {
  expect(JSON.parse(firstLine)).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info', message: 'placeholder', stage: 'staging', service: 'api', release: 'placeholder',
  });
});

test('it ends at once when it is asked to', async () => {
  program.kill('SIGTERM');
  const [code] = await once(program, 'exit');
  expect(code).toBe(0);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
