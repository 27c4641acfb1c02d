import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ReleaseHistory } from '../core/ledger/history';
import { descriptorOf } from '../core/ledger/read-descriptor';
import type { Standing } from '../core/standing/standing';
import { digestOfDirectory } from '../edge/workload/digest';

/** The one way on which a release reaches customers: its stack, with the guards of every other release. */
export interface GuardedPath {
  /** The file that describes the release. */
  readonly descriptor: string;
  readonly command: readonly string[];
}

/** Where a bundle is looked for when nobody says where it lies. */
const places = (project: string, { artifact: { release, workload } }: ReleaseHistory): readonly string[] => [join(project, 'cdk.out', `workload.${workload.slice(0, 16)}`), join(project, 'releases', release)];

/** The directory with the very bundle of a release; or how to get it. */
export async function findBundle(project: string, target: ReleaseHistory, stage: string, service: string, named: string | undefined): Promise<{ readonly directory: string } | { readonly missing: string }> {
  const { release, workload, image } = target.artifact;
  const looked = named === undefined ? places(project, target) : [named];
  for (const directory of looked) if (await digestOfDirectory(directory) === workload) return { directory };
  const found = looked.find((directory) => existsSync(directory));
  const what = found === undefined ? `the bundle of ${release} lies in none of ${looked.map((one) => relative(process.cwd(), one)).join(', ')}` : `what lies in ${relative(process.cwd(), found)} is not the bundle of ${release} (${workload.slice(0, 12)}...)`;
  return { missing: `${what}: take it out of the image, and name it with --bundle:\n  docker create --name ${release} ACCOUNT.dkr.ecr.REGION.amazonaws.com/${stage}/${service}${image}\n  docker cp ${release}:/app ${release}` };
}

/** Writes the descriptor of a release anew, and says what deploys it. */
export async function guardedPath(project: string, target: ReleaseHistory, directory: string, { stage, service, releaseStack }: Pick<Standing, 'stage' | 'service' | 'releaseStack'>): Promise<GuardedPath> {
  const { artifact, recorded } = target;
  const reports = join(project, 'reports');
  await mkdir(reports, { recursive: true });
  const file = join(reports, `rollback-${stage}-${service}-${artifact.release}.json`);
  const described = descriptorOf({ artifact, directory: relative(reports, directory), commit: recorded?.fact.commit ?? '', builtAt: recorded?.fact.builtAt ?? '' });
  await writeFile(file, `${JSON.stringify(described, null, 2)}\n`);
  return { descriptor: file, command: ['npx', 'cdk', 'deploy', '--exclusively', releaseStack.name, '--require-approval', 'never', ...context(project, service, file, target, releaseStack)] };
}

/** What synthesis is told of a release of one service; a release that its stack holds already needs another number of the try to be a change. */
function context(project: string, service: string, file: string, { artifact: { release }, tries }: ReleaseHistory, stack: Standing['releaseStack']): readonly string[] {
  const named = (what: string): string => (service === 'api' ? what : `${service}${what.charAt(0).toUpperCase()}${what.slice(1)}`);
  const again = stack.kind === 'there' && stack.release === release;
  return ['-c', `${named('release')}=${relative(project, file)}`, ...(again ? ['-c', `${named('attempt')}=${tries + 1}`] : [])];
}
