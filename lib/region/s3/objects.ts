import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../core/units';
import { Buckets } from './buckets';
import { unpack } from './unpack';

/** An object as somebody has uploaded it. */
export interface StoredObject {
  readonly key: string;
  readonly content: Buffer;
  /** MD5 in hex, without quotes. */
  readonly etag: string;
  readonly contentType: string;
  /** `x-amz-meta-...` and what else a reader gets back, by header. */
  readonly headers: Readonly<Record<string, string>>;
  readonly at: Instant;
}

/** What S3 holds: buckets with objects that were uploaded, and bundles of a cloud assembly that lie on this machine. */
export class Objects {
  readonly buckets = new Buckets();
  private readonly placed = new Map<string, string>();
  private readonly unpacked = new Map<string, string>();

  /** @param directory where uploaded archives are unpacked, which happens when somebody needs one */
  constructor(private readonly directory: string) {}

  /** Lets a file or directory of this machine stand for an object, as if `cdk deploy` had uploaded it; an archive lies there unpacked. */
  put(bucket: string, key: string, path: string): void {
    this.placed.set(`${bucket}/${key}`, path);
  }

  /** The directory with what is in an archive; nothing when there is no such object. @throws when it is no archive */
  pathOf(bucket: string, key: string): string | undefined {
    const placed = this.placed.get(`${bucket}/${key}`);
    if (placed !== undefined) return placed;
    const object = this.buckets.find(bucket)?.objects.get(key);
    if (object === undefined) return undefined;
    const digest = createHash('sha256').update(object.content).digest('hex');
    const directory = this.unpacked.get(digest) ?? join(this.directory, `object.${digest.slice(0, 16)}`);
    if (!this.unpacked.has(digest)) unpack(object.content, directory);
    this.unpacked.set(digest, directory);
    return directory;
  }

  /** The contents of an object that is a text; nothing when there is no such object. */
  textOf(bucket: string, key: string): string | undefined {
    const object = this.buckets.find(bucket)?.objects.get(key);
    if (object !== undefined) return object.content.toString('utf8');
    const path = this.placed.get(`${bucket}/${key}`);
    return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : undefined;
  }
}
