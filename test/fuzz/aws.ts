import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What somebody asked of AWS. */
export interface Call {
  /** Such as `CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus`; empty for services that speak in forms. */
  readonly target: string;
  readonly body: string;
}

/** An AWS that knows nothing, refuses nearly everything, and remembers what it was asked. */
export interface IgnorantAws extends AsyncDisposable {
  readonly url: string;
  /** What was asked since the last time that somebody looked. */
  takeCalls(): readonly Call[];
}

/** @param answers by the end of the target, the answer of the one that asks so; everything else is refused */
export async function startIgnorantAws(answers: Readonly<Record<string, () => object | string>>): Promise<IgnorantAws> {
  let calls: Call[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const target = String(request.headers['x-amz-target'] ?? '');
      calls.push({ target, body });
      const name = target === '' ? /Action=(\w+)/.exec(body)?.[1] ?? '' : target.split('.').at(-1) ?? '';
      const answer = answers[name]?.();
      response.setHeader('connection', 'close');
      if (answer === undefined) response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end('{"__type":"ValidationException","message":"this AWS knows nothing of it"}');
      else if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
      else response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeCalls: () => {
      const all = calls;
      calls = [];
      return all;
    },
    [Symbol.asyncDispose]: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
}
