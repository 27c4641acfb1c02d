import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Days of releases in virtual time, and what was wrong in them. */
export interface Days {
  readonly days: number;
  /** Every seed with a broken invariant. */
  readonly broken: readonly { readonly seed: number; readonly violations: readonly string[] }[];
  readonly met: Readonly<Record<string, number>>;
}

/** Lives `days` of them, with the seeds from 1, in as many processes as there are cores. */
export async function soakDays(days: number): Promise<Days> {
  const shares = availableParallelism();
  const parts = await Promise.all(Array.from({ length: shares }, (_, share) => part(days, share, shares)));
  const met: Record<string, number> = {};
  for (const [what, count] of parts.flatMap((one) => Object.entries(one.met))) met[what] = (met[what] ?? 0) + count;
  return { days: parts.reduce((sum, one) => sum + one.days, 0), broken: parts.flatMap(({ broken }) => broken), met };
}

async function part(days: number, share: number, shares: number): Promise<Days> {
  const child = fork(join(__dirname, 'days-part.ts'), [String(days), String(share), String(shares)], { execArgv: ['--import', 'tsx'] });
  const message = once(child, 'message') as Promise<[Days]>;
  const ended = once(child, 'close') as Promise<[number | null]>;
  const failed = ended.then(([code]) => Promise.reject(new Error(`a part of the days ended with ${code} before it had told anything`)));
  failed.catch(() => undefined);
  const [told] = await Promise.race([message, failed]);
  await ended;
  return told;
}
