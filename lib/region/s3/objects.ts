import { readFileSync, statSync } from 'node:fs';

/** Where the contents of an object lie on this machine; a zip archive lies there unpacked. */
export class Objects {
  private readonly paths = new Map<string, string>();

  put(bucket: string, key: string, path: string): void {
    this.paths.set(`${bucket}/${key}`, path);
  }

  pathOf(bucket: string, key: string): string | undefined {
    return this.paths.get(`${bucket}/${key}`);
  }

  /** The contents of an object that is a text; nothing when there is no such file. */
  textOf(bucket: string, key: string): string | undefined {
    const path = this.pathOf(bucket, key);
    return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, 'utf8') : undefined;
  }
}
