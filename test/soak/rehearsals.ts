import { seconds } from '../../lib/core/units';
import { wallClock } from '../../lib/edge/time/wall-clock';
import type { Result } from '../../lib/rehearsal/result';
import { changeover, ended } from '../support/command-line';

/** How one rehearsal of the soak ended. */
export type Soaked =
  | { readonly kind: 'as-expected'; readonly scenario: string; readonly seed: number; readonly wallSeconds: number }
  | { readonly kind: 'not-as-expected'; readonly scenario: string; readonly seed: number; readonly why: string }
  | { readonly kind: 'hung'; readonly scenario: string; readonly seed: number };

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
  if (isHung) return { kind: 'hung', scenario, seed };
  if (exitCode === 0) return { kind: 'as-expected', scenario, seed, wallSeconds: (JSON.parse(out) as Result).wallSeconds };
  return { kind: 'not-as-expected', scenario, seed, why: `exit ${exitCode}: ${out.trim() === '' ? err.trim().split('\n').slice(-12).join('\n') : out.trim()}` };
}
