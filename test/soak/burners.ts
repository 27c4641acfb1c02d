import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Keeps `count` processes busy, so that what runs beside them has to share the machine; ends them when disposed. */
export function burners(count: number): AsyncDisposable & { readonly count: number } {
  const processes = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const end = (): void => processes.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', end);
  return {
    count,
    async [Symbol.asyncDispose]() {
      process.off('exit', end);
      const ended = Promise.all(processes.map((child) => (child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined)));
      end();
      await ended;
    },
  };
}
