#!/usr/bin/env -S node --import tsx
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Host } from '../lib/cli/host';
import { runCli } from '../lib/cli/run';

// Which Node the SDK will want next year is for whoever updates it, not for somebody who wants to know how a release stands.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const interrupt = new AbortController();
const closers: (() => Promise<void>)[] = [];

const host: Host = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  width: process.stderr.columns ?? 80,
  interactive: process.stderr.isTTY === true && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb',
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question, { signal: interrupt.signal });
    } finally {
      lines.close();
    }
  },
  environment: process.env,
  signal: interrupt.signal,
  atInterrupt: (close) => void closers.push(close),
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    process.stderr.write('\nstopping ...\n');
    interrupt.abort(new Error(`stopped by ${signal}`));
    void Promise.allSettled(closers.map((close) => close())).then(() => process.exit(130));
  });
}

void (async () => {
  const code = await runCli(process.argv.slice(2), join(__dirname, '..'), host);
  if (!interrupt.signal.aborted) process.exitCode = code;
})();
