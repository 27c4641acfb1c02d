import { Pool } from 'undici';
import type { TargetConfiguration } from './messages';

/** Longest wait for a target's answer: the idle time-out of an Application Load Balancer. */
const IDLE_TIMEOUT_MS = 60_000;
/** Connections to targets are closed before a target with the recommended 65 s closes them. */
const KEEP_ALIVE_MS = 4_000;

/** A registered target and the requests that are on their way to it. */
export class Target {
  readonly pool: Pool;
  healthy = false;
  draining: boolean;
  private inFlight = 0;

  constructor(readonly configuration: TargetConfiguration, private readonly onDrained: () => void) {
    this.draining = false;
    this.pool = new Pool(`http://127.0.0.1:${configuration.port}`, {
      connections: 128, pipelining: 1, headersTimeout: IDLE_TIMEOUT_MS, bodyTimeout: IDLE_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS, connectTimeout: 10_000,
    });
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
