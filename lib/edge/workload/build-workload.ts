import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { checkDirectory } from '../migration/check-directory';
import { UnfitMigrations } from '../migration/unfit-migrations';
import { bundleEntry, type Overrides } from './bundle-entry';
import { digestOf } from './digest';

/** A service as it ships: a few files, named by what is in them. */
export interface Workload {
  /** Where the files are. */
  readonly directory: string;
  /** Over names and contents of the files: the same source gives the same digest on every machine. */
  readonly sha256: string;
  /** The release that a build on this machine makes, when nobody names another. */
  readonly release: string;
}

export interface WorkloadOptions {
  /** The service's directory, such as `services/api`. */
  readonly service: string;
  /** Gets a directory `workload.<first 16 of the digest>`; one that is there already is the same and stays. */
  readonly outDir: string;
  /** Files of the service to be replaced, which makes a faulty build for a rehearsal. @default - none */
  readonly overrides?: Overrides;
}

/** The programs that a service may have, each in its own file of `src`; the first one serves and is always there. */
const programs = ['main', 'migrate', 'worker'] as const;

/**
 * Builds `openapi.json` and a file for each program of the service, such as `main.js` and `migrate.js` (with the migrations in it).
 *
 * @throws UnfitMigrations, or when the service does not build, or an override names a file that the build does not use
 */
export async function buildWorkload({ service, outDir, overrides = {} }: WorkloadOptions): Promise<Workload> {
  const files = await filesOf(resolve(service), overrides);
  const sha256 = digestOf(files);
  const directory = join(resolve(outDir), `workload.${sha256.slice(0, 16)}`);
  if (!existsSync(directory)) await place(files, directory);
  return { directory, sha256, release: `local-${sha256.slice(0, 12)}` };
}

type Files = Readonly<Record<string, string>>;

async function filesOf(service: string, overrides: Overrides): Promise<Files> {
  const contract: unknown = parse(await readFile(join(service, 'openapi.yaml'), 'utf8'));
  const present = programs.filter((program) => program === 'main' || existsSync(join(service, 'src', `${program}.ts`)));
  const bundles = await Promise.all(present.map(async (program) =>
    bundleEntry(service, `src/${program}.ts`, program === 'migrate' ? { MIGRATIONS: await migrationsOf(service) } : {}, overrides)));
  const unused = Object.keys(overrides).filter((file) => !bundles.some((bundle) => bundle.replaced.has(file)));
  if (unused.length > 0) {
    throw new Error(`${unused.join(', ')} is no part of ${service}: an override names a source file that the build uses`);
  }
  return {
    ...Object.fromEntries(present.map((program, at) => [`${program}.js`, bundles[at]?.code ?? ''])),
    'openapi.json': `${JSON.stringify(contract, null, 2)}\n`,
  };
}

/** @throws UnfitMigrations */
async function migrationsOf(service: string): Promise<string> {
  const directory = join(service, 'migrations');
  const checked = await checkDirectory(directory, relative(process.cwd(), directory));
  if (!checked.ok) throw new UnfitMigrations(checked.problems);
  return JSON.stringify(checked.value.map(({ id, sql }) => ({ id, sql })));
}

/** Written aside and moved, so that a directory of this name is whole whenever it is there. */
async function place(files: Files, directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const aside = await mkdtemp(`${directory}.`);
  await chmod(aside, 0o755);
  for (const [name, content] of Object.entries(files)) await writeFile(join(aside, name), content);
  try {
    await rename(aside, directory);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process built the same at the same time.
    if (!existsSync(directory)) throw error;
  }
}
