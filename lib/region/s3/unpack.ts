import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const SHORTEST_END = 22;

/**
 * Writes the files of a zip archive into a directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * Read by its central directory, because what stands before a file need not say how long it is. Not known: encryption, archives in
 * several parts or above 4 GB, other compressions than deflate.
 *
 * @throws when it is no such archive, or names a file outside the directory
 */
export function unpack(archive: Buffer, directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const { name, content } of entriesOf(archive)) {
    const relative = normalize(name);
    if (relative.startsWith('..') || relative.startsWith('/')) throw new Error(`the archive names a file outside of itself: ${name}`);
    const path = join(directory, relative);
    if (name.endsWith('/')) mkdirSync(path, { recursive: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
}

function entriesOf(archive: Buffer): readonly { readonly name: string; readonly content: Buffer }[] {
  const end = endOfDirectory(archive);
  const count = archive.readUInt16LE(end + 10);
  const entries: { name: string; content: Buffer }[] = [];
  for (let at = archive.readUInt32LE(end + 16); entries.length < count;) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('Could not unzip uploaded file: its directory is broken.');
    const [nameLength, extraLength, commentLength] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, content: contentOf(archive, name, { method: archive.readUInt16LE(at + 10), size: archive.readUInt32LE(at + 20), header: archive.readUInt32LE(at + 42) }) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function contentOf(archive: Buffer, name: string, { method, size, header }: { readonly method: number; readonly size: number; readonly header: number }): Buffer {
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + size);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`Could not unzip uploaded file: ${name} is packed by method ${method}.`);
}

function endOfDirectory(archive: Buffer): number {
  for (let at = archive.length - SHORTEST_END; at >= 0; at -= 1) if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new Error('Could not unzip uploaded file. Please check your file, then try to upload again.');
}
