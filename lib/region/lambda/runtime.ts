/**
 * The runtime in a function's process: loads the handler of the bundle and runs one event at a time, as the Node.js runtime
 * of AWS Lambda does. It talks to the region over the process's channel.
 */
import { wallClock } from '../../edge/time/wall-clock';
import { takeConsole, writeLine } from './runtime/console';
import { loadHandler, type Handler } from './runtime/load-handler';
import { maxMemoryMb, watchMemory } from './runtime/memory';
import { endMark, type Invocation, type Outcome, type Threw } from './runtime/messages';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_ANSWER_BYTES = 6_291_556;

let running: string | undefined;

function tell(outcome: Outcome): void {
  if (outcome.kind !== 'initialized') for (const stream of [process.stdout, process.stderr]) stream.write(`${endMark(outcome.id ?? 'init')}\n`);
  process.send?.(outcome);
}

function threw(thrown: unknown, named?: string): Threw {
  const error = thrown instanceof Error ? thrown : Object.assign(new Error(String(thrown)), { name: typeof thrown, stack: '' });
  return { kind: 'threw', id: running, errorType: named ?? error.name, errorMessage: named === undefined || !(thrown instanceof Error) ? error.message : String(thrown), trace: (error.stack ?? '').split('\n'), maxMemoryMb: maxMemoryMb() };
}

/** The line that the runtime writes about an error. */
function tellError(about: string, { errorType, errorMessage, trace }: Threw): void {
  writeLine(running, 'ERROR', `${about} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`);
}

/** Nothing that the function could still do counts: Lambda ends the process. */
function lastWords(about: string, outcome: Threw, code: number): void {
  tellError(about, outcome);
  tell(outcome);
  process.exit(code);
}

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  const { id, event, timeoutMs, functionName, functionArn, memoryMb } = invocation;
  const deadline = wallClock.now() + timeoutMs;
  running = id;
  const memory = watchMemory(memoryMb);
  const context = {
    awsRequestId: id, functionName, invokedFunctionArn: functionArn, functionVersion: '$LATEST', memoryLimitInMB: String(memoryMb),
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'], logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - wallClock.now()),
  };
  let outcome: Outcome;
  try {
    outcome = answer(id, await call(handler, event, context));
  } catch (thrown) {
    outcome = threw(thrown);
  }
  memory[Symbol.dispose]();
  if (outcome.kind === 'threw') tellError('Invoke Error', outcome);
  tell(outcome);
  running = undefined;
}

/** A handler answers by its promise, or, when it takes a third argument, by the callback. */
function call(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const value = handler(event, context, (error, answered) => (error === null || error === undefined ? resolve(answered) : reject(error as Error)));
    if (handler.length < 3 || typeof (value as Promise<unknown> | undefined)?.then === 'function') resolve(value);
  });
}

function answer(id: string, value: unknown): Outcome {
  let text: string;
  try {
    text = JSON.stringify(value ?? null) ?? 'null';
  } catch {
    return threw(new Error('Unable to stringify response body'), 'Runtime.MarshalError');
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_ANSWER_BYTES) return { ...threw(`Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${LARGEST_ANSWER_BYTES} bytes).`), errorType: 'Function.ResponseSizeTooLarge' };
  return { kind: 'returned', id, value: JSON.parse(text), maxMemoryMb: maxMemoryMb() };
}

takeConsole(() => running);
process.on('uncaughtException', (thrown) => lastWords('Uncaught Exception', threw(thrown), 129));
process.on('unhandledRejection', (reason) => lastWords('Unhandled Promise Rejection', threw(reason, 'Runtime.UnhandledPromiseRejection'), 128));
try {
  const handler = loadHandler(process.env['_HANDLER'] ?? 'index.handler', process.env['LAMBDA_TASK_ROOT'] ?? process.cwd());
  process.on('message', (invocation: Invocation) => void run(handler, invocation));
  process.on('disconnect', () => process.exit(0));
  tell({ kind: 'initialized', maxMemoryMb: maxMemoryMb() });
} catch (thrown) {
  lastWords('Uncaught Exception', threw(thrown), 1);
}
