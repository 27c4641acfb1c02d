import { request } from 'node:http';
import { millis } from '../../../core/units';
import { wallClock } from '../../../edge/time/wall-clock';
import type { HealthCheck } from './messages';

export interface Verdict {
  readonly healthy: boolean;
  readonly reason: string;
}

/**
 * Probes one target until `signal` is aborted and tells what each node thinks of it, whenever that changes.
 *
 * Every node of the balancer probes at once when the target is new, and after that at its own moment of the interval. One
 * passed probe makes a new target healthy; later a node changes its mind only at its threshold. See BEHAVIOUR.md.
 */
export function watchHealth(port: number, check: HealthCheck, nodes: number, tell: (node: number, verdict: Verdict) => void, signal: AbortSignal): void {
  for (let node = 0; node < nodes; node += 1) {
    const phaseMs = ((node + 1) * check.intervalMs) / nodes;
    void watchFromNode(port, check, phaseMs, (verdict) => tell(node, verdict), signal).catch(() => undefined);
  }
}

async function watchFromNode(port: number, check: HealthCheck, phaseMs: number, tell: (verdict: Verdict) => void, signal: AbortSignal): Promise<void> {
  let current: boolean | undefined;
  let passed = 0;
  let failed = 0;
  for (let pauseMs = phaseMs; !signal.aborted; pauseMs = check.intervalMs) {
    const verdict = await probe(port, check);
    if (signal.aborted) return;
    passed = verdict.healthy ? passed + 1 : 0;
    failed = verdict.healthy ? 0 : failed + 1;
    const convinced = verdict.healthy ? current === undefined || passed >= check.healthyThreshold : failed >= check.unhealthyThreshold;
    if (convinced && verdict.healthy !== current) {
      current = verdict.healthy;
      tell(verdict);
    }
    await wallClock.sleep(millis(pauseMs), signal);
  }
}

/** The words are those of DescribeTargetHealth: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html */
function probe(port: number, { path, timeoutMs, matcher }: HealthCheck): Promise<Verdict> {
  const over = new AbortController();
  return new Promise<Verdict>((resolve) => {
    const failed = (reason: string): void => resolve({ healthy: false, reason });
    const asked = request({ host: '127.0.0.1', port, path, agent: false, headers: { 'user-agent': 'ELB-HealthChecker/2.0', 'accept-encoding': 'gzip, compressed' } }, (answer) => {
      answer.on('error', () => undefined).resume();
      const status = answer.statusCode ?? 0;
      if (accepts(matcher, status)) resolve({ healthy: true, reason: '' });
      else failed(`Health checks failed with these codes: [${status}]`);
    });
    asked.on('error', () => failed('Health checks failed'));
    asked.end();
    wallClock.sleep(millis(timeoutMs), over.signal).then(() => {
      failed('Request timed out');
      asked.destroy();
    }, () => undefined);
  }).finally(() => over.abort());
}

function accepts(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [low, high] = part.split('-').map(Number);
    return status >= (low ?? 0) && status <= (high ?? low ?? 0);
  });
}
