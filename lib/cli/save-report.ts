import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { wallClock } from '../edge/time/wall-clock';
import type { Block } from '../report/block';
import { markdown } from '../report/markdown';

/** Writes a report beside the earlier ones; gives its path as a person would type it. */
export async function saveReport(project: string, blocks: readonly Block[]): Promise<string> {
  const directory = join(project, 'reports');
  await mkdir(directory, { recursive: true });
  const stamp = new Date(wallClock.now()).toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const file = join(directory, `rehearsal-${stamp}-${process.pid}.md`);
  await writeFile(file, markdown(blocks));
  return relative(process.cwd(), file);
}
