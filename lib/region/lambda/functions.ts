import type { Clock } from '../../core/time';
import { minutes } from '../../core/units';
import type { RunningProcess } from '../../edge/processes/start-process';
import type { Identifiers } from '../identifiers';
import type { Attached } from '../network/attached';
import type { Place } from '../place';
import { ServiceError } from '../service-error';
import { startEnvironment, type Environment, type Result } from './environment';

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
}

export interface FunctionPorts {
  /** Waits that AWS imposes. */
  readonly model: Clock;
  /** A function's time-out runs on the machine's clock. */
  readonly wall: Clock;
  readonly ids: Identifiers;
  readonly start: (definition: FunctionDefinition, onMessage: (message: unknown) => void) => Promise<RunningProcess>;
}

/** How often and when the service tries an asynchronous invocation again: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const ASYNC_RETRIES = [minutes(1), minutes(2)];

/** AWS Lambda: functions as processes of their bundles. */
export class Functions implements AsyncDisposable {
  readonly definitions = new Map<string, FunctionDefinition>();
  private readonly idle = new Map<string, Environment[]>();
  private readonly all = new Set<Environment>();
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

  /** Runs the function and waits for its end. */
  async invoke(reference: string, event: unknown): Promise<Result> {
    const definition = this.named(reference);
    const environment = await this.environmentFor(definition);
    const result = await environment.run({
      id: this.ports.ids.uuid(), event, timeoutMs: definition.timeoutSeconds * 1_000, functionName: definition.name, functionArn: definition.arn, memoryMb: definition.memoryMb,
    });
    if (environment.alive() && this.definitions.get(definition.name) === definition) this.idleOf(definition.name).push(environment);
    else this.all.delete(environment);
    return result;
  }

  /** Runs the function by itself: twice more after a failure, as the service does with events. @throws ServiceError when there is no such function */
  start(reference: string, event: unknown): void {
    const { name } = this.named(reference);
    void (async () => {
      for (const pause of [undefined, ...ASYNC_RETRIES]) {
        if (pause !== undefined) await this.ports.model.sleep(pause, this.closing.signal);
        const result = await this.invoke(name, event);
        if (result.kind === 'returned') return;
      }
    })().catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.all].map((environment) => environment.end()));
  }

  private async environmentFor(definition: FunctionDefinition): Promise<Environment> {
    const idle = this.idleOf(definition.name);
    for (let environment = idle.pop(); environment !== undefined; environment = idle.pop()) {
      if (environment.alive()) return environment;
      this.all.delete(environment);
    }
    const environment = await startEnvironment(this.ports.wall, (onMessage) => this.ports.start(definition, onMessage));
    this.all.add(environment);
    return environment;
  }

  private idleOf(name: string): Environment[] {
    const list = this.idle.get(name) ?? [];
    this.idle.set(name, list);
    return list;
  }

  private retire(name: string): void {
    for (const environment of this.idleOf(name).splice(0)) {
      this.all.delete(environment);
      void environment.end();
    }
  }
}
