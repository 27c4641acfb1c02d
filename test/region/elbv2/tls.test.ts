import { connect as tlsConnect } from 'node:tls';
import { Agent, request } from 'undici';
import { Opened } from '../../../lib/edge/processes/opened';
import { certificateAuthority } from '../../../lib/region/certificates/authority';
import { startTarget } from '../support/http-target';
import { at, HEALTH, startTestBalancer, to } from '../support/test-balancer';
import { until } from '../support/until';

const opened = new Opened();
afterAll(() => opened[Symbol.asyncDispose]());

test('an HTTPS listener shows its certificate, takes another one while it serves, and counts clients that get no session', async () => {
  const balancer = await startTestBalancer(opened);
  const target = opened.add(await startTarget('it'));
  const authority = await certificateAuthority();
  const listen = async (name: string): Promise<number> => {
    const ports = await balancer.configure({
      listeners: [{
        arn: 'tls', loadBalancerArn: 'balancer', port: 443, tls: { ...authority.issue([name]), oldest: 'TLSv1.2' }, http: { idleMs: 60_000, dropsInvalidHeaders: false, forwardedFor: 'append' },
        rules: [{ paths: undefined, hosts: undefined, action: to(['group', 1]) }],
      }],
      groups: [{ arn: 'group', health: HEALTH, targets: [at(target.port)] }],
    });
    return ports['tls'] ?? 0;
  };
  const ask = async (port: number, name: string): Promise<number> => {
    const agent = new Agent({ connect: { ca: authority.root, servername: name } });
    opened.atTheEnd(() => agent.close());
    return (await request(`https://127.0.0.1:${port}/`, { dispatcher: agent, headers: { host: name } })).statusCode;
  };
  const port = await listen('one.example.com');
  expect(await ask(port, 'one.example.com')).toBe(200);
  expect(target.seen.at(-1)?.headers).toMatchObject({ host: 'one.example.com', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' });
  await expect(ask(port, 'other.example.com')).rejects.toThrow(/altnames/);
  expect(await listen('other.example.com')).toBe(port);
  expect(await ask(port, 'other.example.com')).toBe(200);

  await new Promise((closed) => tlsConnect({ port, host: '127.0.0.1', maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }).on('error', () => undefined).on('close', closed));
  await until('it is counted', () => balancer.served.some(({ ending }) => ending.kind === 'no-session'));
});
