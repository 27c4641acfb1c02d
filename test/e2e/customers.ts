import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readContract } from '../../lib/edge/contract/read-contract';
import type { Watchdog } from '../../lib/edge/processes/watchdog';
import { bundleLoad, startLoad } from '../../lib/rehearsal/load/load';
import type { Count } from '../../lib/rehearsal/load/messages';
import { project } from '../support/command-line';

export interface Customers extends AsyncDisposable {
  /** What has been answered so far, by end and by the release that answered. */
  readonly counts: readonly Count[];
  /** Sends no more, and waits for every answer. */
  finish(): Promise<void>;
}

export interface Visit {
  readonly endpoint: string;
  /** The name of the load balancer. */
  readonly balancer: string;
  /** The name that customers know. */
  readonly domain: string;
  readonly authority: string;
  readonly rate: number;
}

/** Customers of the API, who come to the region's internet by its endpoint. */
export async function customersOf({ endpoint, balancer, domain, authority, rate }: Visit, directory: string, watchdog: Watchdog): Promise<Customers> {
  const operations = readContract(await readFile(join(project, 'services/api/openapi.yaml'), 'utf8'));
  if (!operations.ok) throw new Error('the contract of the API cannot be read');
  const way = await wayTo(endpoint, `${balancer}:443`);
  const counts: Count[] = [];
  const load = await startLoad(await bundleLoad(directory), { operations: operations.value, rate, seed: 1, target: { port: way.port, domain, authority } }, watchdog, (more) => void counts.push(...more));
  const close = async (): Promise<void> => {
    await load[Symbol.asyncDispose]();
    way.close();
  };
  return { counts, finish: async () => void await load.finish(), [Symbol.asyncDispose]: close };
}

/** A port of this machine behind which the name is, by HTTP CONNECT. */
async function wayTo(endpoint: string, name: string): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((customer) => {
    customer.on('error', () => customer.destroy());
    const asking = request(endpoint, { method: 'CONNECT', path: name });
    asking.on('error', () => customer.destroy());
    asking.on('connect', ({ statusCode }, socket) => {
      if (statusCode !== 200) return void customer.destroy();
      socket.on('error', () => customer.destroy());
      socket.on('close', () => customer.destroy());
      customer.on('close', () => socket.destroy());
      customer.pipe(socket).pipe(customer);
    });
    asking.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
