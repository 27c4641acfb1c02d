import { build } from 'esbuild';
import { join } from 'node:path';

/** Makes the directory of modules that a canary's runtime brings: the library by its name, and the handler that runs a script with it. */
export async function canaryModules(directory: string): Promise<string> {
  await build({
    entryPoints: { 'Synthetics/index': join(__dirname, 'library.ts'), canary: join(__dirname, 'canary-handler.ts') },
    outdir: directory, bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'silent',
  });
  return directory;
}
