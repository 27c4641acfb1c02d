import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { spell } from '../../core/checked';
import type { Clock } from '../../core/time';
import { UnfitMigrations } from '../../edge/migration/unfit-migrations';
import { buildWorkload } from '../../edge/workload/build-workload';
import { exits, type Host } from '../host';
import { UsageError } from '../usage-error';

export interface GivenBuildOptions {
  readonly service?: string;
  readonly commit?: string;
  readonly output?: string;
}

/**
 * Builds what a service ships, once, and names it by date and content.
 *
 * Leaves in the output directory `workload.<digest>`, which an image only copies, and `build.json`: a release as `release record` and the
 * release stack read it, but for the digest of the image, which is not there yet.
 */
export async function buildCommand(project: string, given: GivenBuildOptions, clock: Clock, host: Host): Promise<number> {
  const { service = 'api', commit = '', output = join('release', service) } = given;
  const sources = join(project, 'services', service);
  const problems = [
    ...(/^[a-z]+$/.test(service) && existsSync(join(sources, 'openapi.yaml')) ? [] : [`--service must be one of this project, such as api, got ${JSON.stringify(service)}`]),
    ...(/^[0-9a-f]{40}$/.test(commit) ? [] : [`--commit must be the commit that is built, in 40 hexadecimal digits, got ${JSON.stringify(commit)}`]),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  const builtAt = new Date(clock.now()).toISOString();
  const { directory, sha256 } = await buildWorkload({ service: sources, outDir: output }).catch((cause: unknown) => {
    throw cause instanceof UnfitMigrations ? new UsageError(cause.problems.map(spell)) : cause;
  });
  const release = `${builtAt.slice(0, 10)}-${sha256.slice(0, 12)}`;
  const build = { release, commit, builtAt, workload: { directory: relative(resolve(output), directory), sha256 } };
  await writeFile(join(output, 'build.json'), `${JSON.stringify(build, null, 2)}\n`);
  host.out(`${release}\n`);
  return exits.asExpected;
}
