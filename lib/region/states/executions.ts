import type { Clock } from '../../core/time';
import { ServiceError } from '../service-error';
import type { Functions } from '../lambda/functions';
import type { Operation } from '../endpoint/json-protocol';
import type { MachineDefinition } from './definition';
import { execute, TaskFailure, type ExecutionEnd } from './interpreter';

interface Machine {
  readonly arn: string;
  readonly definition: MachineDefinition;
}

interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly input: string;
  readonly startedAt: number;
  end: ExecutionEnd | undefined;
}

/** AWS Step Functions, standard workflows. */
export class Executions implements Disposable {
  readonly machines = new Map<string, Machine>();
  private readonly executions = new Map<string, Execution>();
  private readonly closing = new AbortController();

  constructor(private readonly clock: Clock, private readonly functions: Functions) {}

  readonly operations: Readonly<Record<string, Operation>> = {
    StartExecution: async (input) => {
      const { arn, startedAt } = this.start(String(input['stateMachineArn']), String(input['name']), String(input['input'] ?? '{}'));
      return { executionArn: arn, startDate: startedAt / 1_000 };
    },
    DescribeExecution: async (input) => {
      const execution = this.executions.get(String(input['executionArn']));
      if (execution === undefined) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(input['executionArn'])}'`);
      return describe(execution);
    },
  };

  [Symbol.dispose](): void {
    this.closing.abort();
  }

  /** The same name with the same input is the same execution; with another input it is refused, as the service does. */
  private start(machineArn: string, name: string, input: string): Execution {
    const machine = this.machines.get(machineArn);
    if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.executions.get(arn);
    if (known !== undefined) {
      if (known.input === input && known.end === undefined) return known;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution: Execution = { arn, name, machineArn, input, startedAt: this.clock.now(), end: undefined };
    this.executions.set(arn, execution);
    const context = { Execution: { Id: arn, Name: name }, StateMachine: { Id: machineArn } };
    execute(machine.definition, JSON.parse(input), context, { clock: this.clock, perform: (resource, parameters) => this.perform(resource, parameters) }, this.closing.signal)
      .then((end) => { execution.end = end; }, () => undefined);
    return execution;
  }

  private async perform(resource: string, parameters: unknown): Promise<unknown> {
    const { FunctionName, Payload } = parameters as { FunctionName: string; Payload: unknown };
    if (resource !== 'arn:aws:states:::lambda:invoke') throw new TaskFailure('States.Runtime', `the region does not know the resource ${resource}`);
    const result = await this.functions.invoke(FunctionName, Payload).catch((thrown: unknown) => {
      throw new TaskFailure('Lambda.ResourceNotFoundException', thrown instanceof Error ? thrown.message : String(thrown));
    });
    if (result.kind === 'returned') return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: result.value };
    const { errorType, errorMessage, trace } = result;
    throw new TaskFailure(errorType === 'Sandbox.Timedout' ? 'Lambda.Unknown' : errorType, JSON.stringify({ errorType, errorMessage, trace }));
  }
}

function describe({ arn, name, machineArn, input, startedAt, end }: Execution): object {
  const base = { executionArn: arn, stateMachineArn: machineArn, name, startDate: startedAt / 1_000, input };
  if (end === undefined) return { ...base, status: 'RUNNING' };
  return end.kind === 'succeeded' ? { ...base, status: 'SUCCEEDED', output: JSON.stringify(end.output) } : { ...base, status: 'FAILED', error: end.error, cause: end.cause };
}
