import * as path from 'node:path';
import { accepted, type Checked } from '../core/checked';
import { readDescriptor } from '../core/ledger/read-descriptor';
import type { Released } from './released';

/**
 * Reads the descriptor of a release as CI wrote it.
 *
 * Commit and moment are for people and the ledger; a template in which they stood would differ without a difference.
 *
 * @param source the descriptor's content, parsed
 * @param from the directory that its relative paths start from
 * @param name what the descriptor is called in messages
 */
export function readRelease(source: unknown, from: string, name = 'release'): Checked<Released> {
  const read = readDescriptor(source, name);
  if (!read.ok) return read;
  const { artifact: { release, workload, image }, directory } = read.value;
  return accepted({ release, directory: path.resolve(from, directory), sha256: workload, imageReference: image });
}
