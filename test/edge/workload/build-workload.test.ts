import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnfitMigrations } from '../../../lib/edge/migration/unfit-migrations';
import { buildWorkload, type Workload } from '../../../lib/edge/workload/build-workload';
import { createRunDirectory, type RunDirectory } from '../../../lib/edge/processes/run-directory';
import { faultyBuild } from '../../../lib/rehearsal/faults/faulty-build';

const service = join(__dirname, '../../../services/api');
let run: RunDirectory;
let built: Workload;

beforeAll(async () => {
  run = await createRunDirectory();
  built = await buildWorkload({ service, outDir: join(run.path, 'one') });
});
afterAll(() => run[Symbol.asyncDispose]());

const text = (name: string): Promise<string> => readFile(join(built.directory, name), 'utf8');

test('a workload is three files in a directory named by their digest', async () => {
  expect(await readdir(built.directory)).toEqual(['main.js', 'migrate.js', 'openapi.json']);
  expect(built.directory).toBe(join(run.path, 'one', `workload.${built.sha256.slice(0, 16)}`));
  expect(built.release).toBe(`local-${built.sha256.slice(0, 12)}`);
});

test('a service has a file for each of its programs, whichever these are', async () => {
  const auxiliary = await buildWorkload({ service: join(service, '../auxiliary'), outDir: run.path });
  expect(await readdir(auxiliary.directory)).toEqual(['main.js', 'openapi.json', 'worker.js']);
});

test('the same source gives the same digest, wherever it is built to', async () => {
  const again = await buildWorkload({ service: join(service, '../api'), outDir: join(run.path, 'two') });
  expect(again.sha256).toBe(built.sha256);
  expect(again.directory).not.toBe(built.directory);
});

test('builds side by side into one place do not disturb each other', async () => {
  const all = await Promise.all([1, 2, 3].map(() => buildWorkload({ service, outDir: join(run.path, 'three') })));
  expect(new Set(all.map(({ directory }) => directory)).size).toBe(1);
  expect(await readdir(join(run.path, 'three'))).toHaveLength(1);
});

test('nothing of this machine gets into it', async () => {
  for (const name of ['main.js', 'migrate.js']) {
    expect(await text(name)).not.toContain(process.cwd());
    expect(await text(name)).not.toContain('sourceMappingURL');
  }
});

test('the migrations are inside the migration program', async () => {
  expect(await text('migrate.js')).toContain('0001-members-and-entries');
  expect(await text('migrate.js')).toContain('create table points.members');
});

test('the contract is the service\'s own, as JSON', async () => {
  expect(JSON.parse(await text('openapi.json')))
    .toMatchObject({ openapi: '3.1.0', paths: { '/v1/shops/{shopId}/members/{memberId}/use': { post: { operationId: 'usePoints' } } } });
});

test('a replaced file makes another build, with another digest', async () => {
  const faulty = await buildWorkload({ service, outDir: run.path, overrides: faultyBuild('routing-fault').overrides });
  expect(faulty.sha256).not.toBe(built.sha256);
  expect(await readFile(join(faulty.directory, 'migrate.js'), 'utf8')).toBe(await text('migrate.js'));
});

test('an override that no part of the build uses is an error that names it', async () => {
  await expect(buildWorkload({ service, outDir: run.path, overrides: { 'src/mian.ts': __filename } }))
    .rejects.toThrow('src/mian.ts is no part of');
});

test('a source that does not compile is an error', async () => {
  const broken = join(run.path, 'broken.ts');
  await writeFile(broken, 'export const environment = ;');
  await expect(buildWorkload({ service, outDir: run.path, overrides: { 'src/settings.ts': broken } })).rejects.toThrow('Unexpected ";"');
});

test('migrations that would block or break the running release are not built', async () => {
  const unfit = join(run.path, 'unfit');
  for (const [file, content] of Object.entries({
    'src/main.ts': '', 'src/migrate.ts': '', 'openapi.yaml': 'openapi: 3.1.0', 'migrations/0001-a.sql': 'drop table points.entries;\ncreate index i on points.members (balance)',
  })) {
    await mkdir(join(unfit, file, '..'), { recursive: true });
    await writeFile(join(unfit, file), content);
  }
  const refused = await buildWorkload({ service: unfit, outDir: run.path }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnfitMigrations);
  expect((refused as UnfitMigrations).problems.map(({ path, message }) => `${path.replace(/^.*unfit/, 'unfit')} ${message.split(':')[0]}`)).toEqual([
    'unfit/migrations/0001-a.sql:1 drops the table points.entries (nothing-is-dropped)', 'unfit/migrations/0001-a.sql:2 builds the index i on points.members (index-is-built-aside)',
  ]);
});
