import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parts, type Part } from '../fuzz/everything';
import type { Fuzzed } from '../fuzz/fuzz';

/** Reads `times` spoilt things of each kind, with the seeds from 1, a kind in a process, in as many processes at a time as there are cores. */
export async function soakFuzz(times: number, tell: (line: string) => void): Promise<readonly Fuzzed[]> {
  const waiting = [...parts];
  const done = new Map<Part, Fuzzed>();
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const fuzzed = await one(part, times);
      tell(`${fuzzed.name}: ${fuzzed.taken} taken, ${fuzzed.refused} refused, ${fuzzed.wrong.length} wrong`);
      done.set(part, fuzzed);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return parts.flatMap((part) => done.get(part) ?? []);
}

async function one(part: Part, times: number): Promise<Fuzzed> {
  const child = fork(join(__dirname, 'fuzz-part.ts'), [part, String(times)], { execArgv: ['--import', 'tsx'] });
  const message = once(child, 'message') as Promise<[Fuzzed]>;
  const ended = once(child, 'close') as Promise<[number | null]>;
  const failed = ended.then(([code]) => Promise.reject(new Error(`the part ${part} ended with ${code} before it had told anything`)));
  failed.catch(() => undefined);
  const [told] = await Promise.race([message, failed]);
  await ended;
  return told;
}
