import type { Clock } from '../../core/time';
import { hours, type Instant, type Millis } from '../../core/units';
import type { MetricStore } from '../cloudwatch/metric-store';
import type { FunctionDefinition, Functions } from '../lambda/functions';
import type { RunReport } from './report';

export interface Canary {
  readonly name: string;
  readonly every: Millis | undefined;
  readonly function: FunctionDefinition;
}

/** CloudWatch Synthetics: scripts that run by the clock, each in a function of its own, and the metrics about them. */
export class Canaries implements AsyncDisposable {
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly clock: Clock, private readonly functions: Functions, private readonly metrics: MetricStore) {}

  /** Makes or replaces a canary; `started` ones run at once and then by their schedule. */
  define(canary: Canary, started: boolean): void {
    this.remove(canary.name, canary.function.name);
    this.functions.define(canary.function);
    if (!started) return;
    const stop = new AbortController();
    this.running.set(canary.name, stop);
    void this.repeat(canary, stop.signal).catch(() => undefined);
  }

  remove(name: string, functionName: string): void {
    this.running.get(name)?.abort();
    this.running.delete(name);
    this.functions.remove(functionName);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.running.values()) stop.abort();
  }

  /** Runs start by the clock, however long the one before took; two never run at a time. */
  private async repeat({ name, every, function: { name: functionName } }: Canary, stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const at = this.clock.now();
      const result = await this.functions.invoke(functionName, {});
      if (stopped.aborted) return;
      const report: RunReport = result.kind === 'returned' ? result.value as RunReport : { steps: [], statuses: [], failure: `${result.errorType}: ${result.errorMessage}` };
      this.publish(name, at, report);
      await this.clock.sleep(every ?? hours(24 * 365), stopped);
    }
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html */
  private publish(canary: string, at: Instant, { steps, statuses, failure }: RunReport): void {
    const put = (name: string, value: number, step?: string): void => this.metrics.put(
      { namespace: 'CloudWatchSynthetics', name, dimensions: { CanaryName: canary, ...(step === undefined ? {} : { StepName: step }) } }, at, value, 1, { sentAt: this.clock.now() },
    );
    put('SuccessPercent', failure === undefined ? 100 : 0);
    put('Failed', failure === undefined ? 0 : 1);
    put('Duration', steps.reduce((sum, { durationMs }) => sum + durationMs, 0));
    for (const [name, least] of [['2xx', 200], ['4xx', 400], ['5xx', 500]] as const) put(name, statuses.filter((status) => status >= least && status < least + 100).length);
    for (const { name, failure: why, durationMs } of steps) {
      put('SuccessPercent', why === undefined ? 100 : 0, name);
      put('Duration', durationMs, name);
    }
  }
}
