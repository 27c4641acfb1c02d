/** What runs in a canary's function: the script of the bundle, with the library beside it that tells what happened. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RunReport } from './report';

interface Library {
  takeReport(): Pick<RunReport, 'steps' | 'statuses'>;
}

export async function handler(): Promise<RunReport> {
  const [file = 'index', name = 'handler'] = (process.env['CANARY_HANDLER'] ?? '').split('.');
  const script = join(process.env['CANARY_DIRECTORY'] ?? '', file);
  const load = createRequire(script);
  const library = load('Synthetics') as Library;
  library.takeReport();
  let failure: string | undefined;
  try {
    const module = load(script) as Record<string, unknown>;
    const run = module[name];
    if (typeof run !== 'function') throw new Error(`${file}.${name} is undefined or not exported`);
    await (run as () => unknown)();
  } catch (thrown) {
    failure = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const report = library.takeReport();
  return { ...report, failure: failure ?? report.steps.find((step) => step.failure !== undefined)?.failure };
}
