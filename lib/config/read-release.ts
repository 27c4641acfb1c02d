import * as path from 'node:path';
import type { Checked } from '../core/checked';
import { Reader } from '../core/reader';
import type { Released } from './released';

const sha256 = { pattern: /^[0-9a-f]{64}$/, like: 'a SHA-256 digest in 64 hexadecimal digits' };

/**
 * Reads the descriptor of a release as CI wrote it.
 *
 * @param source the descriptor's content, parsed
 * @param from the directory that its relative paths start from
 * @param name what the descriptor is called in messages
 */
export function readRelease(source: unknown, from: string, name = 'release'): Checked<Released> {
  const read = new Reader(source, name);
  const workload = read.object('workload');
  const image = read.object('image');
  const released: Released = {
    release: read.text('release', { pattern: /^\d{4}-\d{2}-\d{2}-[0-9a-f]{12}$/, like: 'a name such as "2026-11-23-3f9c0d1e2b4a"' }),
    directory: path.resolve(from, workload.text('directory')),
    sha256: workload.text('sha256', sha256),
    imageReference: `@${image.text('digest', { pattern: /^sha256:[0-9a-f]{64}$/, like: 'a digest such as "sha256:..."' })}`,
  };
  // For people and the ledger; a template in which they stood would differ without a difference.
  read.text('commit', { pattern: /^[0-9a-f]{40}$/, like: 'a commit of 40 hexadecimal digits' });
  read.text('builtAt');
  for (const part of [read, workload, image]) part.onlyKnownKeys();
  return read.result(released);
}
