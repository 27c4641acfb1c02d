import { appendFileSync, readFileSync, statSync } from 'node:fs';

/** A real port, or that the way there is closed; nothing for what does not exist. */
export type Found = number | 'open' | 'closed' | undefined;

/** Finds what stands behind a name; reads the region's file again only when it has been replaced. What was found is noted once, and so is what was closed. */
export function readNames(file: string): (name: string) => Found {
  let read: { readonly version: string; readonly names: Readonly<Record<string, Found>> } | undefined;
  const noted = new Set<string>();
  return (name) => {
    const { ino, mtimeMs } = statSync(file);
    const version = `${ino} ${mtimeMs}`;
    if (read?.version !== version) read = { version, names: JSON.parse(readFileSync(file, 'utf8')) as Record<string, Found> };
    const found = read.names[name];
    const note = found === 'closed' ? 'refused' : 'used';
    if (found !== undefined && !noted.has(`${note} ${name}`)) {
      noted.add(`${note} ${name}`);
      appendFileSync(`${file}.${note}`, `${name}\n`);
    }
    return found;
  };
}
