/**
 * The runtime in a function's process: loads the handler of the bundle and runs one event at a time, as the Node.js runtime
 * of AWS Lambda does. It talks to the region over the process's channel.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { wallClock } from '../../edge/time/wall-clock';

export interface Invocation {
  readonly id: string;
  readonly event: unknown;
  /** Wall time left, in milliseconds. */
  readonly timeoutMs: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

export type Outcome =
  | { readonly kind: 'initialized' }
  | { readonly kind: 'returned'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'threw'; readonly id: string | undefined; readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };

type Handler = (event: unknown, context: object) => Promise<unknown>;

const tell = (outcome: Outcome): void => {
  process.send?.(outcome);
};

function threw(id: string | undefined, thrown: unknown): Outcome {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { kind: 'threw', id, errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function load(): Handler {
  const [file = 'index', name = 'handler'] = (process.env['_HANDLER'] ?? 'index.handler').split('.');
  const root = join(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd(), file);
  const module = createRequire(root)(root) as Record<string, unknown>;
  const handler = module[name];
  if (typeof handler !== 'function') throw new Error(`${file}.${name} is undefined or not exported`);
  return handler as Handler;
}

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  const { id, event, timeoutMs, functionName, functionArn, memoryMb } = invocation;
  const deadline = wallClock.now() + timeoutMs;
  const context = {
    awsRequestId: id, functionName, invokedFunctionArn: functionArn, functionVersion: '$LATEST', memoryLimitInMB: String(memoryMb),
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'], logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - wallClock.now()),
  };
  try {
    tell({ kind: 'returned', id, value: (await handler(event, context)) ?? null });
  } catch (thrown) {
    tell(threw(id, thrown));
  }
}

try {
  const handler = load();
  process.on('message', (invocation: Invocation) => void run(handler, invocation));
  process.on('disconnect', () => process.exit(0));
  tell({ kind: 'initialized' });
} catch (thrown) {
  tell(threw(undefined, thrown));
}
