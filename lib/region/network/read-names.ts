import { readFileSync, statSync } from 'node:fs';

/** Finds the real port behind a name and its port; reads the region's file again only when it has been replaced. */
export function readNames(file: string): (host: string, port: number | string) => number | undefined {
  let read: { readonly version: string; readonly names: Readonly<Record<string, number>> } | undefined;
  return (host, port) => {
    const { ino, mtimeMs } = statSync(file);
    const version = `${ino} ${mtimeMs}`;
    if (read?.version !== version) read = { version, names: JSON.parse(readFileSync(file, 'utf8')) as Record<string, number> };
    return read.names[`${host.toLowerCase().replace(/\.$/, '')}:${port}`];
  };
}
