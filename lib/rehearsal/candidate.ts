import type { AssemblyTemplate } from '../edge/assembly/assembly';

/** What tells one release from another in a release template. */
export interface ReleaseIdentity {
  readonly release: string;
  readonly directory: string;
  readonly sha256: string;
}

/** The release that a template holds, from the metadata of its task definitions; `undefined` when there is none. */
export function releaseIn(template: AssemblyTemplate): ReleaseIdentity | undefined {
  const workloads = Object.values(template.Resources).map(({ Metadata }) => Metadata?.['changeover:workload']);
  const found = workloads.find((workload): workload is Record<string, unknown> => typeof workload === 'object' && workload !== null);
  return found === undefined ? undefined : { release: String(found['release']), directory: String(found['directory']), sha256: String(found['sha256']) };
}

/**
 * The same template for another release: its name, its bundle and its image, and nothing else, as a new release changes it.
 *
 * An image by digest gets the digest of the bundle, because a digest of the image exists only once an image is built.
 */
export function withRelease(template: AssemblyTemplate, release: ReleaseIdentity): AssemblyTemplate {
  const before = releaseIn(template);
  if (before === undefined) throw new Error('the template holds no release');
  const text = JSON.stringify(template)
    .replaceAll(before.release, release.release)
    // Ids of resources have letters and digits only.
    .replaceAll(plain(before.release), plain(release.release))
    .replaceAll(before.directory, release.directory)
    .replaceAll(before.sha256, release.sha256)
    .replace(/@sha256:[0-9a-f]{64}/g, `@sha256:${release.sha256}`);
  return JSON.parse(text) as AssemblyTemplate;
}

const plain = (release: string): string => release.replaceAll(/[^A-Za-z0-9]/g, '');

/** The same template as a pipeline leaves it that forgot to push: the task definitions name an image that no registry has. */
export function withoutImage(template: AssemblyTemplate): AssemblyTemplate {
  const Resources = Object.fromEntries(Object.entries(template.Resources).map(([id, { Metadata, ...resource }]) => {
    if (Metadata === undefined) return [id, resource];
    return [id, { ...resource, Metadata: Object.fromEntries(Object.entries(Metadata).filter(([key]) => key !== 'changeover:workload')) }];
  }));
  return { ...template, Resources };
}
