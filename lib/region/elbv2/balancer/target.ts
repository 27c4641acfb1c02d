import { Pool } from 'undici';
import type { TargetConfiguration } from './messages';

/**
 * How long an unused connection to a target is kept: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#connection-idle-timeout
 *
 * Whatever the target says in its Keep-Alive header: a target that closes earlier loses requests on AWS, so it does here.
 */
const KEPT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** A registered target, what each node thinks of it, and the requests that are on their way to it. */
export class Target {
  readonly pool: Pool;
  draining = false;
  private readonly healthy = new Set<number>();
  private inFlight = 0;

  constructor(readonly configuration: TargetConfiguration, private readonly onDrained: () => void) {
    this.pool = new Pool(`http://127.0.0.1:${configuration.port}`, {
      connections: null, pipelining: 1, connectTimeout: CONNECT_TIMEOUT_MS,
      keepAliveTimeout: KEPT_MS, keepAliveMaxTimeout: KEPT_MS,
      // A negative allowance makes every hint of a target too long to be followed.
      keepAliveTimeoutThreshold: -KEPT_MS,
    });
  }

  judge(node: number, healthy: boolean): void {
    if (healthy) this.healthy.add(node);
    else this.healthy.delete(node);
  }

  isHealthy(node: number): boolean {
    return this.healthy.has(node);
  }

  begin(): void {
    this.inFlight += 1;
  }

  end(): void {
    this.inFlight -= 1;
    this.tellWhenDrained();
  }

  drain(): void {
    if (this.draining) return;
    this.draining = true;
    this.tellWhenDrained();
  }

  private tellWhenDrained(): void {
    if (!this.draining || this.inFlight > 0) return;
    void this.pool.close().then(this.onDrained, this.onDrained);
  }
}
