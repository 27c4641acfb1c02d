import type { IncomingMessage, ServerResponse } from 'node:http';
import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';
import type { Fault } from './disturbance';
import type { Forwarded } from './forward';
import { giveAnswer } from './own-answer';

/** Sends a request on as its target with this fault would have it: the balancer sees, counts and answers what it then would. */
export async function withFault(
  fault: Fault | undefined, headers: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse, forwarded: () => Promise<Forwarded>,
): Promise<Forwarded> {
  switch (fault?.kind) {
    case undefined: return forwarded();
    case 'errors':
      giveAnswer(request, response, { status: 500, headers: { 'content-type': 'application/json', ...headers }, body: '{"code":"injected"}' });
      return { kind: 'answered', status: 500, latencyMs: 1 };
    case 'latency': {
      await wallClock.sleep(millis(fault.delayMs));
      const outcome = await forwarded();
      return outcome.kind === 'answered' ? { ...outcome, latencyMs: outcome.latencyMs + fault.delayMs } : outcome;
    }
    case 'resets': return { kind: 'failed', status: 502, connected: true };
  }
}
