import { readdir, readFile } from 'node:fs/promises';
import { millis } from '../../lib/core/units';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { Result } from '../../lib/rehearsal/result';
import { changeover, ended } from '../support/command-line';
import { times, type Measure } from './measure';

const SPEED = 60;

/** One rehearsal of a good release: wall time against the release's own, and the most memory that all its processes took together. */
export async function rehearsal(): Promise<readonly Measure[]> {
  const running = changeover('rehearse', '--json', '--speed', String(SPEED));
  const over = new AbortController();
  const watching = mostMemory(running.pid ?? 0, over.signal);
  const { out, exitCode } = await ended(running);
  over.abort();
  if (exitCode !== 0) throw new Error(`the rehearsal ended with ${exitCode}: ${out}`);
  const { wallSeconds, seconds } = JSON.parse(out) as Result;
  const memory = await watching;
  return [
    { what: 'a rehearsal of a good release', value: `${wallSeconds} s`, compared: `${times(wallSeconds / (seconds.total / SPEED))} its own time at speed ${SPEED}` },
    { what: 'the most memory of all its processes', value: memory === undefined ? 'unknown' : `${Math.round(memory / 1_024)} MiB`, compared: memory === undefined ? 'this system does not tell' : 'shared pages counted once (PSS)' },
  ];
}

/** In KiB, looked at twice a second; `undefined` where there is no /proc. */
async function mostMemory(root: number, over: AbortSignal): Promise<number | undefined> {
  let most: number | undefined;
  while (!over.aborted) {
    const now = await memoryOf(root);
    if (now !== undefined) most = Math.max(most ?? 0, now);
    await wallClock.sleep(millis(500), over).catch(() => undefined);
  }
  return most;
}

async function memoryOf(root: number): Promise<number | undefined> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  if (ids.length === 0) return undefined;
  const parents = new Map(await Promise.all(ids.map(async (id): Promise<[number, number]> => {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    return [id, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
  })));
  const isBelow = (id: number): boolean => id === root || (id > 1 && isBelow(parents.get(id) ?? 0));
  const shares = await Promise.all(ids.filter(isBelow).map(async (id) => Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => ''))?.[1] ?? 0)));
  return shares.reduce((sum, share) => sum + share, 0);
}
