import { build } from 'esbuild';
import { join } from 'node:path';

/**
 * Bundles programs that run as processes of their own; a process that starts from a bundle needs no compiler and is
 * there in a tenth of a second.
 *
 * @param entries source file by program name
 * @returns the bundle's file by program name
 */
export async function bundlePrograms<const Name extends string>(entries: Readonly<Record<Name, string>>, directory: string): Promise<Readonly<Record<Name, string>>> {
  await build({
    entryPoints: entries, outdir: directory, bundle: true, platform: 'node', target: 'node20', format: 'cjs', outExtension: { '.js': '.cjs' }, logLevel: 'silent',
  });
  return Object.fromEntries(Object.keys(entries).map((name) => [name, join(directory, `${name}.cjs`)])) as Record<Name, string>;
}
