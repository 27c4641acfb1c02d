import type { Clock } from '../../core/time';
import { millis, minutes, seconds, type Millis } from '../../core/units';
import type { Identifiers } from '../identifiers';
import type { Attached } from '../network/attached';
import type { Place } from '../place';
import { isServiceError, ServiceError } from '../service-error';
import { startEnvironment, type Environment, type Result } from './environment';
import type { FunctionMetrics } from './metrics';
import type { StartedFunction } from './started-function';

/** A function as its template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly handler: string;
  /** The unpacked bundle. */
  readonly directory: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly role: string;
  readonly logGroup: string;
  /** Its network interfaces; nothing for a function outside of any VPC. */
  readonly attached: Attached | undefined;
  /** How many invocations may run at once; as many as there are when it is left out. */
  readonly reservedConcurrency?: number | undefined;
}

export interface FunctionPorts {
  /** Waits that AWS imposes. */
  readonly model: Clock;
  /** A function's time-out runs on the machine's clock. */
  readonly wall: Clock;
  readonly ids: Identifiers;
  readonly start: (definition: FunctionDefinition, onMessage: (message: unknown) => void) => Promise<StartedFunction>;
  readonly metrics: FunctionMetrics;
}

/** How often and when the service tries an asynchronous invocation again: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const ASYNC_RETRIES = [minutes(1), minutes(2)];

/** AWS Lambda: functions as processes of their bundles. */
export class Functions implements AsyncDisposable {
  readonly definitions = new Map<string, FunctionDefinition>();
  private readonly idle = new Map<string, Environment[]>();
  private readonly all = new Set<Environment>();
  /** A process that is being started would outlive the region if nobody waited for it. */
  private readonly starting = new Set<Promise<Environment>>();
  private readonly running = new Map<string, number>();
  private readonly closing = new AbortController();

  constructor(private readonly ports: FunctionPorts) {}

  define(definition: FunctionDefinition): void {
    const changed = this.definitions.has(definition.name);
    this.definitions.set(definition.name, definition);
    if (changed) this.retire(definition.name);
  }

  remove(name: string): void {
    this.definitions.delete(name);
    this.retire(name);
  }

  /** The function by name, partial ARN or ARN. @throws ServiceError `ResourceNotFoundException` */
  named(reference: string): FunctionDefinition {
    const name = reference.split(':').at(6) ?? reference.split(':').at(-1) ?? reference;
    const found = this.definitions.get(name);
    if (found === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${reference}`, 404);
    return found;
  }

  /** Whether it runs at this moment; one that is not there does not. */
  isBusy(arn: string): boolean {
    return (this.running.get(arn.split(':').at(6) ?? '') ?? 0) > 0;
  }

  /** Runs the function and waits for its end. @throws ServiceError `TooManyRequestsException` when as many run as may */
  invoke(reference: string, event: unknown): Promise<Result> {
    return this.run(this.named(reference), event, this.ports.ids.uuid());
  }

  /** Runs the function by itself: twice more after a failure, as the service does with events. @throws ServiceError when there is no such function */
  start(reference: string, event: unknown): void {
    const { name } = this.named(reference);
    const id = this.ports.ids.uuid();
    this.ports.metrics.event(name, 'AsyncEventsReceived');
    void (async () => {
      for (const pause of [undefined, ...ASYNC_RETRIES]) {
        if (pause !== undefined) await this.ports.model.sleep(pause, this.closing.signal);
        if (await this.taken(name, event, id)) return;
      }
      this.ports.metrics.event(name, 'AsyncEventsDropped');
    })().catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
    await Promise.allSettled([...this.starting]);
    await Promise.all([...this.all].map((environment) => environment.end()));
  }

  /** An event that was throttled is tried again, and that does not count as one of its tries. */
  private async taken(name: string, event: unknown, id: string): Promise<boolean> {
    for (let pause: Millis = seconds(1); ; pause = millis(Math.min(pause * 2, minutes(5)))) {
      try {
        return (await this.run(this.named(name), event, id)).kind === 'returned';
      } catch (thrown) {
        if (!isServiceError(thrown) || thrown.status !== 429) throw thrown;
        await this.ports.model.sleep(pause, this.closing.signal);
      }
    }
  }

  private async run(definition: FunctionDefinition, event: unknown, id: string): Promise<Result> {
    const { name, arn, timeoutSeconds, memoryMb, reservedConcurrency } = definition;
    const { metrics } = this.ports;
    const running = this.running.get(name) ?? 0;
    if (running >= (reservedConcurrency ?? Infinity)) {
      metrics.throttled(name);
      throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.running.set(name, running + 1);
    metrics.started(name, running + 1);
    try {
      const environment = await this.environmentFor(definition);
      const { result, durationMs } = await environment.run({ id, event, timeoutMs: timeoutSeconds * 1_000, functionName: name, functionArn: arn, memoryMb });
      metrics.ended(name, result.kind === 'failed', durationMs);
      if (environment.alive() && this.definitions.get(name) === definition) this.idleOf(name).push(environment);
      else void this.discard(environment);
      return result;
    } finally {
      this.running.set(name, (this.running.get(name) ?? 1) - 1);
    }
  }

  private async environmentFor(definition: FunctionDefinition): Promise<Environment> {
    const idle = this.idleOf(definition.name);
    for (let environment = idle.pop(); environment !== undefined; environment = idle.pop()) {
      if (environment.alive()) return environment;
      this.all.delete(environment);
    }
    this.closing.signal.throwIfAborted();
    const starting = startEnvironment({ wall: this.ports.wall, model: this.ports.model, start: (onMessage) => this.ports.start(definition, onMessage) });
    const kept = starting.then((environment) => {
      this.all.add(environment);
      return environment;
    });
    this.starting.add(kept);
    return kept.finally(() => this.starting.delete(kept));
  }

  private idleOf(name: string): Environment[] {
    const list = this.idle.get(name) ?? [];
    this.idle.set(name, list);
    return list;
  }

  private retire(name: string): void {
    for (const environment of this.idleOf(name).splice(0)) void this.discard(environment);
  }

  private async discard(environment: Environment): Promise<void> {
    await environment.end();
    this.all.delete(environment);
  }
}
