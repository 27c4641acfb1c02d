import { existsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunDirectory } from '../../../lib/edge/processes/run-directory';

const MEGABYTE = 1024 * 1024;

test('a directory is short, others may pass but not list it, and it goes with everything in it', async () => {
  let path: string;
  {
    await using run = await createRunDirectory();
    path = run.path;
    expect(path.length).toBeLessThan(70);
    expect(statSync(path).mode & 0o777).toBe(0o711);
    writeFileSync(join(path, 'file'), 'x');
  }
  expect(existsSync(path)).toBe(false);
});

test('little shared memory, as containers have, is left alone', async () => {
  await using run = await createRunDirectory((path) => (path === '/dev/shm' ? 64 * MEGABYTE : 10_000 * MEGABYTE));
  expect(run.path.startsWith(tmpdir())).toBe(true);
});

test('without room anywhere the places that were tried are named', async () => {
  await expect(createRunDirectory(() => 0)).rejects.toThrow(/needs 300 MB .*, found none among \/dev\/shm, .*: free some, or set TMPDIR/);
});
