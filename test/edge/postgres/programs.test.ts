import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeDirectory, thisMachine } from '../../../lib/edge/postgres/installed-package';
import { preparePrograms } from '../../../lib/edge/postgres/programs';
import { createRunDirectory, type RunDirectory } from '../../../lib/edge/processes/run-directory';
import { runProgram } from '../../../lib/edge/processes/run-program';

const installed = nativeDirectory(thisMachine());
const isRoot = process.getuid?.() === 0;
const shell = { environment: { PATH: '/bin:/usr/bin' } };
let run: RunDirectory;

beforeEach(async () => { run = await createRunDirectory(); });
afterEach(async () => {
  await runProgram('chmod', ['-R', 'u+w', run.path], shell);
  await run[Symbol.asyncDispose]();
});

/** The package as npm unpacks it without running its install script. */
async function withoutLinks(mode: number): Promise<string> {
  const home = join(run.path, 'home');
  await mkdir(home);
  await runProgram('cp', ['-R', installed, join(home, 'native')], shell);
  const links = JSON.parse(await readFile(join(installed, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) await rm(join(home, target), { force: true });
  await runProgram('chmod', ['-R', 'a-w', join(home, 'native')], shell);
  await chmod(home, mode);
  return join(home, 'native');
}

async function runs(native: string): Promise<void> {
  const directory = join(run.path, 'pg');
  await mkdir(directory);
  await chmod(directory, 0o711);
  const { initdb, postgres, environment, owner } = await preparePrograms(native, directory);
  for (const program of [initdb, postgres]) await runProgram(program, ['--version'], { environment, owner });
}

test('without install scripts, from a directory that cannot be written to, the programs run all the same', async () => {
  await runs(await withoutLinks(0o755));
  await expect(stat(join(run.path, 'pg', 'native'))).rejects.toThrow('ENOENT');
});

(isRoot ? test : test.skip)('root starts them from a directory that others cannot enter by a copy', async () => {
  await runs(await withoutLinks(0o700));
  expect((await stat(join(run.path, 'pg', 'native'))).isDirectory()).toBe(true);
});

test('no variable of the caller reaches them', async () => {
  const before = process.env.PGDATA;
  process.env.PGDATA = '/somewhere';
  const directory = join(run.path, 'pg');
  await mkdir(directory);
  expect(Object.keys((await preparePrograms(installed, directory)).environment)).not.toContain('PGDATA');
  if (before === undefined) delete process.env.PGDATA;
});
