import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommand } from '../../lib/cli/commands/build';
import type { Host } from '../../lib/cli/host';
import { readRelease } from '../../lib/config/read-release';
import { instant } from '../../lib/core/units';
import { project } from '../support/command-line';

const commit = '0123456789abcdef0123456789abcdef01234567';
const clock = { now: () => instant(Date.parse('2026-11-23T23:59:00Z')), sleep: async () => undefined };

function host() {
  const said: string[] = [];
  const made: Host = { out: (text) => void said.push(text), err: (text) => void said.push(text), width: 80, interactive: false, ask: async () => '', environment: {}, signal: new AbortController().signal, atInterrupt: () => undefined };
  return { said, made };
}

test('a build is named by its date and by what is in it, and with the digest of its image it is a release', async () => {
  const [output, { said, made }] = [await mkdtemp(join(tmpdir(), 'changeover-build-')), host()];
  expect(await buildCommand(project, { service: 'auxiliary', commit, output }, clock, made)).toBe(0);
  const build = JSON.parse(await readFile(join(output, 'build.json'), 'utf8')) as { readonly release: string; readonly workload: { readonly directory: string; readonly sha256: string } };
  expect(build).toMatchObject({ release: `2026-11-23-${build.workload.sha256.slice(0, 12)}`, commit, builtAt: '2026-11-23T23:59:00.000Z' });
  expect(said).toEqual([`${build.release}\n`]);
  expect(await readdir(join(output, build.workload.directory))).toContain('main.js');
  expect(readRelease({ ...build, image: { digest: `sha256:${'a'.repeat(64)}` } }, output)).toMatchObject({ ok: true, value: { release: build.release, directory: join(output, build.workload.directory) } });
});

test('what is asked wrongly is said all at once', async () => {
  await expect(buildCommand(project, { service: '../x', commit: 'main' }, clock, host().made)).rejects.toMatchObject({ problems: [expect.stringContaining('--service'), expect.stringContaining('--commit')] });
});
