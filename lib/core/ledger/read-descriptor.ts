import type { Checked } from '../checked';
import { Reader } from '../reader';
import type { Artifact } from './fact';

/** A release as CI describes it in a file. */
export interface ReleaseDescriptor {
  readonly artifact: Artifact;
  /** Where its bundle is, relative to the file. */
  readonly directory: string;
  readonly commit: string;
  /** An ISO instant. */
  readonly builtAt: string;
}

const sha256 = { pattern: /^[0-9a-f]{64}$/, like: 'a SHA-256 digest in 64 hexadecimal digits' };

/**
 * Reads `{"release", "commit", "builtAt", "workload": {"directory", "sha256"}, "image": {"digest"}}`.
 *
 * @param source the file's content, parsed
 * @param name what the descriptor is called in messages
 */
export function readDescriptor(source: unknown, name: string): Checked<ReleaseDescriptor> {
  const read = new Reader(source, name);
  const [workload, image] = [read.object('workload'), read.object('image')];
  const release = read.text('release', { pattern: /^\d{4}-\d{2}-\d{2}-[0-9a-f]{12}$/, like: 'a name such as "2026-11-23-3f9c0d1e2b4a"' });
  const directory = workload.text('directory');
  const descriptor: ReleaseDescriptor = {
    artifact: { release, workload: workload.text('sha256', sha256), image: `@${image.text('digest', { pattern: /^sha256:[0-9a-f]{64}$/, like: 'a digest such as "sha256:..."' })}` },
    directory,
    commit: read.text('commit', { pattern: /^[0-9a-f]{40}$/, like: 'a commit of 40 hexadecimal digits' }),
    builtAt: read.text('builtAt', { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/, like: 'a moment in UTC such as "2026-11-23T09:30:00Z"' }),
  };
  for (const part of [read, workload, image]) part.onlyKnownKeys();
  return read.result(descriptor);
}

/** The file that describes a release anew, as `readDescriptor` reads it. */
export const descriptorOf = ({ artifact: { release, workload, image }, directory, commit, builtAt }: ReleaseDescriptor): object =>
  ({ release, commit, builtAt, workload: { directory, sha256: workload }, image: { digest: image.replace(/^@/, '') } });
