import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWorkload } from '../../lib/edge/workload/build-workload';
import { directoryOf, faultyBuild } from '../../lib/rehearsal/faults/faulty-build';

/** The descriptors of two releases, as a pipeline writes them: a good one, and one whose writes go to the replica under load. */
export async function describeReleases(directory: string): Promise<{ readonly good: string; readonly bad: string }> {
  const fault = faultyBuild('routing-fault');
  const [good, bad] = await Promise.all([
    buildWorkload({ service: directoryOf('api'), outDir: join(directory, 'builds') }),
    buildWorkload({ service: fault.service, outDir: join(directory, 'builds'), overrides: fault.overrides }),
  ]);
  const write = async (name: string, { directory: bundle, sha256 }: typeof good): Promise<string> => {
    const file = join(directory, `${name}.json`);
    const descriptor = { release: `2026-11-23-${sha256.slice(0, 12)}`, workload: { directory: bundle, sha256 }, image: { digest: `sha256:${sha256}` }, commit: sha256.slice(0, 40), builtAt: '2026-11-23T09:00:00Z' };
    await writeFile(file, JSON.stringify(descriptor));
    return file;
  };
  return { good: await write('good', good), bad: await write('bad', bad) };
}
