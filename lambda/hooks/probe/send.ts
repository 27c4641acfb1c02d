import { setMaxListeners } from 'node:events';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ProbeAnswer, ServerClaim, Silence } from '../../../lib/core/evidence/judge-probes';
import type { LogEvidence } from '../../../lib/core/evidence/judge-log';
import type { Probe } from '../../../lib/core/evidence/probe-plan';
import type { FilledRequest } from '../../../lib/core/operation/fill';
import { fieldsIn } from '../../../lib/core/json-fields';

export interface ProbeTarget {
  /** `https://host:port` of the test listener. */
  readonly url: string;
  /** The name on the certificate, which is the stage's and not the balancer's. */
  readonly serverName: string;
}

/** A customer would not wait longer either. */
const LONGEST_ANSWER_MS = 10_000;
const LATE = `no answer within ${LONGEST_ANSWER_MS / 1_000} s`;

/** Sends probes to the test listener, as many at a time as are asked for. */
export function prober({ url, serverName }: ProbeTarget): (probe: Probe, signal: AbortSignal) => Promise<ProbeAnswer> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return (probe, signal) => new Promise<ProbeAnswer>((resolve) => {
    const unanswered = (why: string, silence: Silence): void => resolve({ probe, kind: 'unanswered', why, silence });
    // One signal ends every request of a wave; Node takes more than ten who wait for one thing for a leak.
    setMaxListeners(0, signal);
    const asked = request({
      host: hostname, port, servername: serverName, agent, method: probe.method, path: probe.target, signal, timeout: LONGEST_ANSWER_MS,
      headers: {
        host: serverName, 'x-changeover-synthetic': 'probe', 'idempotency-key': probe.key,
        ...(probe.body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(probe.body) }),
      },
    }, (answer) => {
      const header = (name: string): string | undefined => [answer.headers[name]].flat()[0];
      text(answer).then((body) => resolve({
        probe, kind: 'answered', status: answer.statusCode ?? 0, code: codeIn(body), release: header('x-changeover-release'), server: claimIn(header('x-changeover-database')),
      }), (cause: unknown) => unanswered(String(cause), 'torn'));
    });
    asked.on('timeout', () => asked.destroy(new Error(LATE)));
    asked.on('error', (cause: Error & { code?: string }) => unanswered(cause.code ?? cause.message, cause.message === LATE ? 'late' : 'cut'));
    asked.end(probe.body);
  });
}

/** Sends a request that is to be refused, as a prober does. */
export function refused(target: ProbeTarget): (request: FilledRequest, signal: AbortSignal) => Promise<LogEvidence['answer']> {
  const send = prober(target);
  return async ({ method, target: path, body }, signal) => {
    const answer = await send({ operation: 'refused', effect: 'read', method, target: path, body, expect: 0, key: 'refused' }, signal);
    return answer.kind === 'answered' ? { status: answer.status } : { why: answer.why };
  };
}

function codeIn(body: string): string | undefined {
  const code = fieldsIn(body)?.['code'];
  return typeof code === 'string' ? code : undefined;
}

function claimIn(header: string | undefined): ServerClaim | undefined {
  const claim = fieldsIn(header ?? '');
  return typeof claim?.['recovery'] === 'boolean' ? { recovery: claim['recovery'], server: String(claim['server'] ?? '') } : undefined;
}
