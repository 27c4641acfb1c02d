import type { Clock } from '../../core/time';
import type { Operation } from '../endpoint/json-protocol';
import { need } from '../iam/need';
import type { ServiceRoles } from '../iam/service-roles';
import type { Identifiers } from '../identifiers';
import type { Functions } from '../lambda/functions';
import { parseArn } from '../place';
import { isServiceError, reasonOf, ServiceError } from '../service-error';
import type { MachineDefinition } from './definition';
import { isFunction, LAMBDA_INVOKE } from './definition-problems';
import { execute, timeOf, type ExecutionEnd } from './interpreter';
import { StateFailure } from './state-failure';

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly role: string;
  readonly definition: MachineDefinition;
}

interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly input: string;
  readonly startedAt: number;
  end: { readonly at: number; readonly how: ExecutionEnd } | undefined;
}

export interface ExecutionPorts {
  /** Waits that AWS imposes. */
  readonly model: Clock;
  readonly wall: Clock;
  readonly ids: Identifiers;
  readonly functions: Pick<Functions, 'invoke' | 'named'>;
  /** @throws ServiceError when the role may not do it */
  readonly demand: ServiceRoles['demand'];
}

/** AWS Step Functions, standard workflows. */
export class Executions implements Disposable {
  readonly machines = new Map<string, Machine>();
  private readonly executions = new Map<string, Execution>();
  private readonly closing = new AbortController();

  constructor(private readonly ports: ExecutionPorts) {}

  readonly operations: Readonly<Record<string, Operation>> = {
    StartExecution: async ({ stateMachineArn, name = this.ports.ids.uuid(), input = '{}' }) => {
      const { arn, startedAt } = this.start(String(stateMachineArn), String(name), String(input));
      return { executionArn: arn, startDate: startedAt / 1_000 };
    },
    DescribeExecution: async ({ executionArn }) => {
      const execution = this.executions.get(String(executionArn));
      if (execution === undefined) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(executionArn)}'`);
      return describe(execution);
    },
  };

  [Symbol.dispose](): void {
    this.closing.abort();
  }

  /** The same name with the same input is the same execution while it runs; otherwise a name that is taken is refused, as the service does. */
  private start(machineArn: string, name: string, input: string): Execution {
    if (!/^arn:aws:states:[^:]*:\d*:stateMachine:.+$/.test(machineArn)) throw new ServiceError('InvalidArn', `Invalid Arn: '${machineArn}'`);
    const machine = this.machines.get(machineArn);
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
    if (!isName(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
    const data = parsed(input);
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.executions.get(arn);
    if (known !== undefined) {
      if (known.input === input && known.end === undefined) return known;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = { arn, name, machineArn, input, startedAt: this.ports.model.now(), end: undefined };
    this.executions.set(arn, execution);
    void this.run(execution, machine, data);
    return execution;
  }

  private async run(execution: Execution, machine: Machine, input: unknown): Promise<void> {
    const { model: clock, wall } = this.ports;
    const context = {
      Execution: { Id: execution.arn, Name: execution.name, Input: input, RoleArn: machine.role, StartTime: timeOf(clock) }, StateMachine: { Id: machine.arn, Name: machine.name },
    };
    const ports = { clock, wall, perform: (resource: string, parameters: unknown) => this.perform(machine, execution.name, resource, parameters) };
    // Only the end of the region leaves an execution without an end.
    const how = await execute(machine.definition, input, context, ports, this.closing.signal)
      .catch((thrown: unknown): ExecutionEnd | undefined => (this.closing.signal.aborted ? undefined : { kind: 'failed', error: 'States.Runtime', cause: `the region failed: ${reasonOf(thrown)}` }));
    execution.end = how === undefined ? undefined : { at: clock.now(), how };
  }

  private async perform(machine: Machine, session: string, resource: string, parameters: unknown): Promise<unknown> {
    if (isFunction(resource)) return this.invoke(machine, session, resource, parameters);
    if (resource !== LAMBDA_INVOKE) throw new StateFailure('States.Runtime', `the region does not know the resource ${resource}`);
    const { FunctionName, Payload = {} } = parameters as { readonly FunctionName: string; readonly Payload?: unknown };
    return { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: await this.invoke(machine, session, FunctionName, Payload) };
  }

  private async invoke({ role, arn }: Machine, session: string, reference: string, payload: unknown): Promise<unknown> {
    this.mayInvoke(role, session, parseArn(arn)?.region ?? '', reference);
    const result = await this.ports.functions.invoke(reference, payload).catch((thrown: unknown) => {
      throw isServiceError(thrown) ? new StateFailure(`Lambda.${thrown.code}`, thrown.message) : thrown;
    });
    if (result.kind === 'returned') return result.value ?? null;
    const { errorType, errorMessage, trace } = result;
    // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: a time-out of the function is an error that Lambda gave no type.
    if (errorType === 'Sandbox.Timedout') throw new StateFailure('Lambda.Unknown', `The cause could not be determined because Lambda did not return an error type. Returned payload: ${JSON.stringify({ errorMessage })}`);
    throw new StateFailure(errorType, JSON.stringify({ errorType, errorMessage, trace }));
  }

  /** @throws StateFailure in the words of the service integration */
  private mayInvoke(roleArn: string, session: string, region: string, reference: string): void {
    try {
      this.ports.demand({ roleArn, session: session.slice(0, 64), region }, [need('lambda:InvokeFunction', this.ports.functions.named(reference).arn)]);
    } catch (thrown) {
      if (!isServiceError(thrown)) throw thrown;
      throw new StateFailure(thrown.code === 'AccessDeniedException' ? 'Lambda.AWSLambdaException' : `Lambda.${thrown.code}`, `${thrown.message} (Service: Lambda, Status Code: ${thrown.status})`);
    }
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const isName = (name: string): boolean => name.length >= 1 && name.length <= 80 && !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name);

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${input.slice(0, 60)}' is not JSON`);
  }
}

function describe({ arn, name, machineArn, input, startedAt, end }: Execution): object {
  const base = { executionArn: arn, stateMachineArn: machineArn, name, startDate: startedAt / 1_000, input, inputDetails: { included: true } };
  if (end === undefined) return { ...base, status: 'RUNNING' };
  const stopped = { ...base, stopDate: end.at / 1_000 };
  switch (end.how.kind) {
    case 'succeeded': return { ...stopped, status: 'SUCCEEDED', output: JSON.stringify(end.how.output), outputDetails: { included: true } };
    case 'failed': return { ...stopped, status: 'FAILED', error: end.how.error, cause: end.how.cause };
    case 'timed-out': return { ...stopped, status: 'TIMED_OUT' };
  }
}
