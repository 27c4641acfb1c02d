import { request } from 'node:http';
import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';
import type { HealthCheck } from './messages';

export interface Verdict {
  readonly healthy: boolean;
  readonly reason: string;
}

/**
 * Probes one target until `signal` is aborted and tells every change.
 *
 * Each node of the balancer probes at its own moment. One passed probe makes a new target healthy; after that a node
 * changes its mind only at its threshold. See BEHAVIOUR.md.
 */
export function watchHealth(port: number, check: HealthCheck, nodes: number, tell: (verdict: Verdict) => void, signal: AbortSignal): void {
  let current: boolean | undefined;
  const say = (verdict: Verdict): void => {
    if (current === verdict.healthy) return;
    current = verdict.healthy;
    tell(verdict);
  };
  for (let node = 0; node < nodes; node += 1) {
    void watchFromNode((node * check.intervalMs) / nodes, () => current, port, check, say, signal).catch(() => undefined);
  }
}

async function watchFromNode(
  phaseMs: number, current: () => boolean | undefined, port: number, check: HealthCheck, say: (verdict: Verdict) => void, signal: AbortSignal,
): Promise<void> {
  let passed = 0;
  let failed = 0;
  await wallClock.sleep(millis(phaseMs), signal);
  while (!signal.aborted) {
    const { healthy, reason } = await probe(port, check);
    passed = healthy ? passed + 1 : 0;
    failed = healthy ? 0 : failed + 1;
    if (healthy && (current() === undefined || passed >= check.healthyThreshold)) say({ healthy, reason });
    if (!healthy && failed >= check.unhealthyThreshold) say({ healthy, reason });
    await wallClock.sleep(millis(check.intervalMs), signal);
  }
}

function probe(port: number, { path, timeoutMs, matcher }: HealthCheck): Promise<Verdict> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs, headers: { 'user-agent': 'ELB-HealthChecker/2.0' } }, (answer) => {
      answer.resume();
      const status = answer.statusCode ?? 0;
      const healthy = accepts(matcher, status);
      resolve({ healthy, reason: healthy ? 'Health checks passed' : `Health checks failed with these codes: [${status}]` });
    });
    asked.on('timeout', () => {
      resolve({ healthy: false, reason: 'Request timed out' });
      asked.destroy();
    });
    asked.on('error', () => resolve({ healthy: false, reason: 'Health checks failed' }));
    asked.end();
  });
}

function accepts(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [low, high] = part.split('-').map(Number);
    return status >= (low ?? 0) && status <= (high ?? low ?? 0);
  });
}
