import { seconds, type Millis } from '../../core/units';
import type { Catcher, Retrier } from './definition';
import { isFatal } from './state-failure';

/** How often each retrier was used since its state was entered. */
export type Tried = ReadonlyMap<Retrier, number>;

/** How long to wait before the next try, and what was tried then; `undefined` when there is none left. */
export function nextTry(retriers: readonly Retrier[], error: string, tried: Tried): { readonly pause: Millis; readonly tried: Tried } | undefined {
  const retrier = retriers.find(({ ErrorEquals }) => names(ErrorEquals, error));
  if (retrier === undefined) return undefined;
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds = Infinity } = retrier;
  const times = tried.get(retrier) ?? 0;
  if (times >= MaxAttempts) return undefined;
  return { pause: seconds(Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** times)), tried: new Map(tried).set(retrier, times + 1) };
}

export const catcherOf = (catchers: readonly Catcher[], error: string): Catcher | undefined => catchers.find(({ ErrorEquals }) => names(ErrorEquals, error));

/**
 * Whether a list of names is meant to have this error in it.
 *
 * `States.ALL` stands for every one that is not fatal, `States.TaskFailed` for every one but a time-out: https://states-language.net/#appendix-a
 */
export function names(errors: readonly string[], error: string): boolean {
  if (errors.includes(error)) return true;
  if (isFatal(error)) return false;
  return errors.includes('States.ALL') || (errors.includes('States.TaskFailed') && error !== 'States.Timeout');
}
