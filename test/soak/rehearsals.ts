import { loadavg } from 'node:os';
import { seconds } from '../../lib/core/units';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { Result } from '../../lib/rehearsal/result';
import { changeover, ended } from '../support/command-line';

/** How one rehearsal of the soak ended. */
export type Soaked = {
  readonly scenario: string;
  readonly seed: number;
  /** Of the machine, in the minute before its end. */
  readonly load: number;
} & (
  | { readonly kind: 'as-expected'; readonly wallSeconds: number }
  | { readonly kind: 'not-as-expected'; readonly result: Result }
  /** It ended without a result. */
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'hung' }
);

/** No rehearsal takes so long, not even on a machine that does something else besides: it is ended, and counts as hung. */
const PATIENCE = seconds(900);

/** One rehearsal by the command line, as a person starts it, in a process of its own, so that a hung one can be ended. */
export async function soakOne(scenario: string, seed: number, assembly: string): Promise<Soaked> {
  const child = changeover('rehearse', '--scenario', scenario, '--seed', String(seed), '--assembly', assembly, '--json');
  const done = new AbortController();
  const patience = wallClock.sleep(PATIENCE, done.signal).then(() => child.kill('SIGTERM'), () => false);
  const { exitCode, out, err } = await ended(child);
  done.abort();
  const isHung = await patience;
  const about = { scenario, seed, load: loadavg()[0] ?? 0 };
  if (isHung) return { kind: 'hung', ...about };
  if ((exitCode !== 0 && exitCode !== 1) || out.trim() === '') return { kind: 'broken', ...about, why: `exit ${exitCode}: ${out.trim() === '' ? err.trim().split('\n').slice(-12).join('\n') : out.trim()}` };
  const result = JSON.parse(out) as Result;
  return exitCode === 0 ? { kind: 'as-expected', ...about, wallSeconds: result.wallSeconds } : { kind: 'not-as-expected', ...about, result };
}
