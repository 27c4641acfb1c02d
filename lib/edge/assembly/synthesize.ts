import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How a synthesis ended. `output` is what the app wrote, for a person. */
export type Synthesis = { readonly ok: true; readonly directory: string } | { readonly ok: false; readonly exitCode: number; readonly output: string };

interface CdkJson {
  readonly app: string;
  readonly output?: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Runs the app of a project's `cdk.json`, as `cdk synth` does: with its context, and with no account and no credentials.
 *
 * @param project the directory of `cdk.json`
 * @param output where the assembly goes; what was there before is removed
 */
export async function synthesize(project: string, output: string, signal?: AbortSignal): Promise<Synthesis> {
  const { app, context } = JSON.parse(await readFile(join(project, 'cdk.json'), 'utf8')) as CdkJson;
  // With validation off, CDK prints a report that an earlier synthesis has left.
  await rm(output, { recursive: true, force: true });
  const child = spawn('/bin/sh', ['-c', app], {
    cwd: project, stdio: ['ignore', 'pipe', 'pipe'], ...(signal === undefined ? {} : { signal }),
    env: { ...process.env, CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context ?? {}), TSX_DISABLE_CACHE: '1' },
  });
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await once(child, 'close') as [number | null];
  if (exitCode === 0) return { ok: true, directory: output };
  const [out, err] = await written;
  return { ok: false, exitCode: exitCode ?? 1, output: `${err}${out}`.trim() };
}
