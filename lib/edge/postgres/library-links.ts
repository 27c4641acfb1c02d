import { readFile, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Names of shared libraries that a package from npm lacks, because a tarball of npm cannot carry symbolic links.
 *
 * The package makes them in an install script, which `--ignore-scripts` (and npm 11, unless told otherwise) leaves out.
 */
export interface LibraryLink {
  readonly name: string;
  readonly file: string;
}

export async function missingLinks(native: string): Promise<readonly LibraryLink[]> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  return links
    .map(({ source, target }) => ({ name: basename(target), file: join(native, 'lib', basename(source)) }))
    .filter(({ name }) => !existsSync(join(native, 'lib', name)));
}

export async function makeLinks(links: readonly LibraryLink[], directory: string): Promise<void> {
  for (const { name, file } of links) await symlink(file, join(directory, name));
}
