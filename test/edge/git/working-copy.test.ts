import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkingCopy } from '../../../lib/edge/git/working-copy';

let directory: string;
const git = (...args: readonly string[]): string => execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8', stdio: 'pipe' });
const write = (file: string, content = file): void => writeFileSync(join(directory, file), content);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'working-copy-'));
  git('init', '--quiet');
  for (const file of ['kept.ts', 'moved.ts', 'gone.ts', '.gitignore']) write(file, file === '.gitignore' ? 'ignored\n' : file.repeat(20));
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a working copy that is as its commit differs in nothing, whatever is ignored', async () => {
  write('ignored');
  expect(await readWorkingCopy(directory)).toEqual({ commit: git('rev-parse', 'HEAD').trim(), changed: [] });
});

test('every file that differs is named, also what is new, moved or gone, and names that are no plain ones', async () => {
  write('kept.ts', 'changed');
  renameSync(join(directory, 'moved.ts'), join(directory, 'two words "ä".ts'));
  rmSync(join(directory, 'gone.ts'));
  mkdirSync(join(directory, 'new'));
  write('new/file.ts');
  expect((await readWorkingCopy(directory)).changed.toSorted()).toEqual(['gone.ts', 'kept.ts', 'moved.ts', 'new/file.ts', 'two words "ä".ts']);
  git('add', '--all');
  expect((await readWorkingCopy(directory)).changed.toSorted()).toEqual(['gone.ts', 'kept.ts', 'new/file.ts', 'two words "ä".ts']);
});

test('what the build has made does not count, by itself or in its directory', async () => {
  mkdirSync(join(directory, 'out'));
  for (const file of ['release.json', 'out/main.js', 'outside.ts']) write(file);
  expect((await readWorkingCopy(directory, ['release.json', 'out'])).changed).toEqual(['outside.ts']);
});

test('a directory that git does not know is told', async () => {
  rmSync(join(directory, '.git'), { recursive: true });
  await expect(readWorkingCopy(directory)).rejects.toMatchObject({ name: 'NoWorkingCopy', message: expect.stringMatching(/^git does not know .*not a git repository/) });
});
