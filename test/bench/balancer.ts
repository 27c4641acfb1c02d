import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { Opened } from '../../lib/edge/processes/opened';
import { freePort } from '../../lib/region/ecs/given-port';
import { at, startTestBalancer, to } from '../region/support/test-balancer';
import { until } from '../region/support/until';
import { times, type Measure } from './measure';

const SERVER = "require('node:http').createServer((q, s) => s.end('ok')).listen(0, '127.0.0.1', function () { process.send(this.address().port) })";

/** Requests a second through the balancer and through nginx, each against the target alone. */
export async function balancer(): Promise<Measure> {
  const opened = new Opened();
  try {
    const target = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    opened.atTheEnd(() => void target.kill('SIGKILL'));
    const [port] = await once(target, 'message') as [number];
    const own = await (await startTestBalancer(opened)).serve(to(['group', 1]), { group: [at(port)] });
    const other = await nginx(port, opened);
    const direct = await throughput(port);
    const ours = await throughput(own);
    const theirs = other === undefined ? undefined : await throughput(other);
    const share = (rate: number): string => `${Math.round((100 * rate) / direct)} %`;
    return {
      what: 'load balancer', value: `${Math.round(ours).toLocaleString('en')} requests/s`,
      compared: `${share(ours)} of the target alone; ${theirs === undefined ? 'nginx is not installed' : `nginx ${share(theirs)}, ${times(ours / theirs)} of it`}`,
    };
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

const CONNECTIONS = 32;
const REQUESTS = 12_000;

async function throughput(port: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  const run = async (count: number): Promise<void> => {
    let left = count;
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while ((left -= 1) >= 0) {
        const { body } = await pool.request({ method: 'GET', path: '/' });
        await body.dump();
      }
    }));
  };
  await run(REQUESTS / 4);
  const began = performance.now();
  await run(REQUESTS);
  const rate = REQUESTS / ((performance.now() - began) / 1_000);
  await pool.close();
  return rate;
}

/** The port of an nginx with one upstream and kept connections; `undefined` where it is not installed. */
async function nginx(upstream: number, opened: Opened): Promise<number | undefined> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return undefined;
  const directory = await mkdtemp(join(tmpdir(), 'bench-nginx-'));
  opened.atTheEnd(() => rm(directory, { recursive: true, force: true }));
  const port = await freePort();
  await writeFile(join(directory, 'nginx.conf'), `
daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p; fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  upstream target { server 127.0.0.1:${upstream}; keepalive 64; }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://target; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}`);
  const child: ChildProcess = spawn('nginx', ['-c', join(directory, 'nginx.conf'), '-p', directory], { stdio: 'ignore' });
  opened.atTheEnd(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  });
  await until('nginx answers', () => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false));
  return port;
}
