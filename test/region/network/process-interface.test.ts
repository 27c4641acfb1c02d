import { createServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { writeFile } from 'node:fs/promises';
import { seconds } from '../../../lib/core/units';
import { Opened } from '../../../lib/edge/processes/opened';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';
import type { Watchdog } from '../../../lib/edge/processes/watchdog';
import { startWatchdog } from '../../../lib/edge/processes/watchdog';
import { wallClock } from '../../../lib/edge/time/wall-clock';
import { certificateAuthority } from '../../../lib/region/certificates/authority';
import { names, type Names } from '../../../lib/region/network/names';
import { regionPrograms, type Programs } from '../../../lib/region/programs';
import { sandbox } from '../../../lib/region/sandbox';

const opened = new Opened();
let directory: string;
let watchdog: Watchdog;
let programs: Programs;
let network: Names;
let plain: number;
let socket: string;

const listening = async (server: Server, where: string | number = 0): Promise<Server> => {
  await new Promise<void>((done) => (typeof where === 'string' ? server.listen(where, done) : server.listen(where, '127.0.0.1', done)));
  opened.atTheEnd(() => new Promise((closed) => server.close(closed)));
  return server;
};

beforeAll(async () => {
  const run = opened.add(await createRunDirectory());
  directory = run.path;
  watchdog = opened.add(startWatchdog(directory));
  programs = await regionPrograms(directory);
  network = names(directory);
  const authority = await certificateAuthority();
  await writeFile(join(directory, 'root.pem'), authority.root);
  const answer = (name: string) => createServer((request, response) => response.setHeader('connection', 'close').end(`${name} ${request.headers.host ?? ''}`));
  plain = ((await listening(answer('plain'))).address() as AddressInfo).port;
  socket = join(directory, 'own.sock');
  await listening(answer('socket'), socket);
  const { certificate, key } = authority.issue(['secure.example.com']);
  const secure = createHttps({ cert: certificate, key }, (_, response) => response.setHeader('connection', 'close').end('secure'));
  network.publish('plain.example.com', 80, plain);
  network.publish('Plain.Example.com', 8080, plain);
  network.publish('secure.example.com', 443, ((await listening(secure)).address() as AddressInfo).port);
});
afterAll(() => opened[Symbol.asyncDispose]());

/** Runs code in a process of the region and answers what it wrote, and what it told over its channel. */
async function inside(code: string, containerPorts: readonly number[] = []): Promise<{ readonly wrote: string; readonly told: readonly unknown[] }> {
  const told: unknown[] = [];
  const start = sandbox({ watchdog, programs, network: network.file, rootCertificate: join(directory, 'root.pem'), endpointUrl: () => 'http://127.0.0.1:1', directory });
  const child = await start({
    command: process.execPath, args: ['-e', `const say = (what) => console.log(String(what.code ?? what)); const all = (stream) => { let said = ''; stream.on('data', (more) => said += more).on('end', () => say(said.split('\\r\\n\\r\\n').at(-1))).on('error', say); };${code}`],
    directory: process.cwd(), region: 'ap-northeast-2', environment: {}, containerPorts, onMessage: (message) => told.push(message),
  });
  const wrote = text(child.output.stdout!);
  const errors = text(child.output.stderr!);
  const late = new AbortController();
  void wallClock.sleep(seconds(4), late.signal).then(() => child.signal('SIGKILL'), () => undefined);
  await child.ended;
  late.abort();
  return { wrote: `${await wrote}${await errors}`.trim(), told };
}

const GET = 'write("GET / HTTP/1.0\\r\\nHost: h\\r\\n\\r\\n")';

describe('a connection to a name of the region leads to its real port', () => {
  test.each([
    ['net.connect(port, host)', `const net = require('node:net'); const s = net.connect(80, 'plain.example.com'); all(s); s.${GET}`, 'plain h'],
    ['net.connect({ port, host })', `const net = require('node:net'); const s = net.connect({ port: 80, host: 'plain.example.com' }, () => s.${GET}); all(s)`, 'plain h'],
    ['new Socket().connect(port, host)', `const s = new (require('node:net').Socket)(); all(s); s.connect(80, 'plain.example.com'); s.${GET}`, 'plain h'],
    ['new Socket().connect with text for a port', `const s = new (require('node:net').Socket)(); all(s); s.connect('80', 'plain.example.com', () => s.${GET})`, 'plain h'],
    ['new Socket().connect({ port, host })', `const s = new (require('node:net').Socket)(); all(s); s.connect({ port: '80', host: 'plain.example.com' }); s.${GET}`, 'plain h'],
    ['a name in other letters, with a dot at its end', `const s = require('node:net').connect(80, 'PLAIN.example.com.'); all(s); s.${GET}`, 'plain h'],
    ['node:http', 'require("node:http").get("http://plain.example.com/", all)', 'plain plain.example.com'],
    ['node:http without an agent', 'require("node:http").get({ host: "plain.example.com", port: 8080, agent: false }, all)', 'plain plain.example.com:8080'],
    ['fetch', 'fetch("http://plain.example.com/").then((answer) => answer.text()).then(say, say)', 'plain plain.example.com'],
    ['undici', 'require("undici").request("http://plain.example.com/").then(({ body }) => body.text()).then(say, say)', 'plain plain.example.com'],
    ['node:https, whose certificate is checked', 'require("node:https").get("https://secure.example.com/", all).on("error", say)', 'secure'],
    ['tls.connect', `const s = require('node:tls').connect({ host: 'secure.example.com', port: 443, servername: 'secure.example.com' }); all(s); s.${GET}`, 'secure'],
    ['tls over a socket that is there already, as pg does it', `const net = require('node:net').connect(443, 'secure.example.com', () => { const s = require('node:tls').connect({ socket: net, servername: 'secure.example.com' }); all(s); s.${GET} })`, 'secure'],
    ['fetch over TLS', 'fetch("https://secure.example.com/").then((answer) => answer.text()).then(say, say)', 'secure'],
  ])('%s', async (_, code, expected) => {
    expect(await inside(code)).toEqual({ wrote: expected, told: [] });
  });

  test('that was published after the process began, and no longer when it was withdrawn', async () => {
    const looking = inside('const look = () => require("node:http").get("http://late.example.com/", all).on("error", (e) => (e.code === "ENOTFOUND" ? setTimeout(look, 20) : say(e))); look()');
    await wallClock.sleep(seconds(0.1));
    network.publish('late.example.com', 80, plain);
    expect((await looking).wrote).toBe('plain late.example.com');
    network.withdraw('late.example.com', 80);
    expect((await inside('require("node:http").get("http://late.example.com/", all).on("error", say)')).wrote).toBe('ENOTFOUND');
  });
});

describe('what has nothing to do with the region stays as it is', () => {
  test.each([
    ['a Unix socket by its path', () => `const s = require('node:net').connect('${socket}'); all(s); s.${GET}`, 'socket h'],
    ['a Unix socket in options', () => `require('node:http').get({ socketPath: '${socket}', path: '/' }, all)`, 'socket localhost'],
    ['loopback by its address', () => `require('node:http').get('http://127.0.0.1:${plain}/', all)`, () => `plain 127.0.0.1:${plain}`],
    ['loopback by its name', () => `require('node:http').get('http://localhost:${plain}/', { family: 4 }, all)`, () => `plain localhost:${plain}`],
    ['loopback without a host', () => `const s = require('node:net').connect(${plain}); all(s); s.${GET}`, 'plain h'],
    ['a server on a port of its own', () => 'const s = require("node:http").createServer((q, r) => r.end("own")); s.listen(0, () => require("node:http").get({ port: s.address().port, agent: false }, (a) => { all(a); s.close(); }))', 'own'],
    ['a server on a Unix socket', () => `const s = require('node:http').createServer((q, r) => r.end('own')); s.listen('${directory}/two.sock', () => require('node:http').get({ socketPath: '${directory}/two.sock', agent: false }, (a) => { all(a); s.close(); }))`, 'own'],
  ])('%s', async (_, code, expected) => {
    expect(await inside(code(), [8080])).toEqual({ wrote: typeof expected === 'string' ? expected : expected(), told: [] });
  });
});

test.each([
  ['a name', 'require("node:http").get("http://api.production.example.com/", all).on("error", (e) => say(e.message))', 'getaddrinfo ENOTFOUND api.production.example.com (there is no api.production.example.com:80 in the region)'],
  ['a known name on another port', 'require("node:net").connect(81, "plain.example.com").on("error", say)', 'ENOTFOUND'],
  ['an address', 'require("node:net").connect(80, "10.0.0.1").on("error", (e) => say(e.message))', 'connect EHOSTUNREACH 10.0.0.1:80 (there is no such address in the region)'],
  ['an address, in fetch', 'fetch("http://169.254.169.254/").catch((e) => say(e.cause))', 'EHOSTUNREACH'],
])('%s that the region does not have is not looked for in the world outside', async (_, code, expected) => {
  expect((await inside(code)).wrote).toBe(expected);
});

describe('a server on a port of its container gets a real port and is known', () => {
  const told = [{ listening: expect.any(Number), containerPort: 8080 }];
  test.each([
    ['listen(port)', 's.listen(8080)'],
    ['listen(port, callback)', 's.listen(8080, () => undefined)'],
    ['listen with text for a port', 's.listen("8080")'],
    ['listen(port, host)', 's.listen(8080, "0.0.0.0")'],
    ['listen(port, host, backlog, callback)', 's.listen(8080, "::", 100, () => undefined)'],
    ['listen({ port })', 's.listen({ port: 8080 })'],
    ['listen({ port, host, ipv6Only })', 's.listen({ port: 8080, host: "::", ipv6Only: false, backlog: 10 })'],
  ])('%s', async (_, listen) => {
    const code = `const s = require('node:http').createServer((q, r) => r.end('own')); s.once('listening', () => require('node:http').get({ port: 8080, agent: false }, (a) => { all(a); s.close(); })); ${listen}`;
    // It reaches itself by the port that it asked for, as in a container.
    expect(await inside(code, [8080])).toEqual({ wrote: 'own', told });
  });

  test.each(['require("node:https").createServer({})', 'require("node:http2").createServer()', 'require("node:net").createServer()'])('%s', async (server) => {
    expect(await inside(`const s = ${server}; s.listen(8080, () => s.close())`, [8080])).toEqual({ wrote: '', told });
  });

  test('each of several, with the port that was meant', async () => {
    const code = 'const net = require("node:net"); for (const port of [9000, 8080, 7000]) { const s = net.createServer(); s.listen(port, "0.0.0.0", () => s.close()); }';
    const both = (await inside(code.replace(', 7000', ''), [8080, 9000])).told as readonly { containerPort: number }[];
    expect(both.map(({ containerPort }) => containerPort).sort()).toEqual([8080, 9000]);
  });

  test('but not one on loopback, which nobody outside a container reaches', async () => {
    expect(await inside('const s = require("node:net").createServer(); s.listen(8080, "127.0.0.1", () => { say("listening"); s.close(); })', [8080])).toEqual({ wrote: 'listening', told: [] });
  });

  test('and two processes may listen on the same port', async () => {
    const code = 'const s = require("node:net").createServer(); s.listen(8080, () => setTimeout(() => s.close(), 300))';
    const [one, two] = await Promise.all([inside(code, [8080]), inside(code, [8080])]);
    expect([one.told, two.told]).toEqual([told, told]);
  });
});

test('a process sees the region\'s settings, its own variables, and nothing of the environment around it', async () => {
  process.env['SECRET_OF_THE_DEVELOPER'] = 'x';
  const { wrote } = await inside('say(JSON.stringify([process.env.SECRET_OF_THE_DEVELOPER, process.env.AWS_REGION, process.env.AWS_ENDPOINT_URL]))');
  delete process.env['SECRET_OF_THE_DEVELOPER'];
  expect(wrote).toBe('[null,"ap-northeast-2","http://127.0.0.1:1"]');
});
