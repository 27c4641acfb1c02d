import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Files by their path relative to the service, each with the absolute path of the file to use instead. */
export type Overrides = Readonly<Record<string, string>>;

export interface Bundle {
  readonly code: string;
  /** The overrides that took effect. */
  readonly replaced: ReadonlySet<string>;
}

/**
 * Bundles one entry into one file for Node. Nothing of this machine gets into it: no paths, no source map, no banner.
 *
 * @param texts names in the source that become string literals
 */
export async function bundleEntry(
  service: string,
  entry: string,
  texts: Readonly<Record<string, string>>,
  overrides: Overrides,
): Promise<Bundle> {
  const replaced = new Set<string>();
  const { outputFiles } = await build({
    absWorkingDir: service,
    entryPoints: [join(service, entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    // pg loads its native variant only when it is asked for.
    external: ['pg-native'],
    define: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.stringify(text)])),
    plugins: [replacing(service, overrides, replaced)],
    // The settings of whatever project surrounds the service must not change what ships.
    tsconfigRaw: { compilerOptions: {} },
  });
  return { code: outputFiles[0]?.text ?? '', replaced };
}

/** A replaced file is read from its own place, and what it imports is found from there. */
function replacing(service: string, overrides: Overrides, replaced: Set<string>): Plugin {
  return {
    name: 'replace-files',
    setup: ({ onLoad }) => {
      if (Object.keys(overrides).length === 0) return;
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const file = relative(service, path);
        const instead = overrides[file];
        if (instead === undefined) return undefined;
        replaced.add(file);
        return { contents: await readFile(instead, 'utf8'), loader: 'ts', resolveDir: dirname(instead) };
      });
    },
  };
}
