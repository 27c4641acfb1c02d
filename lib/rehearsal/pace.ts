import type { Result } from './result';

/**
 * A machine that is later than this with one request in a hundred is late with everything else as well: starts of tasks, answers,
 * statements, looks at logs. Two cores that had nothing else to do sent 99 % within 6 ms; beside two soaks, at a load of 18, within 159 ms.
 */
const MOST_WITHIN_MS = 100;

/** Whether this machine was fast enough for what was asked of it. */
export const keptPace = ({ pace }: Pick<Result, 'pace'>): boolean => pace.mostWithinMs <= MOST_WITHIN_MS;

/** What is to be known before anything else is read out of a result; `undefined` when the machine kept the pace. */
export function paceWarning(result: Pick<Result, 'scenario' | 'asExpected' | 'pace'>, speed: number): string | undefined {
  if (keptPace(result)) return undefined;
  const { scenario, asExpected, pace } = result;
  return `${scenario}: this machine was late. One request in a hundred was sent ${pace.mostWithinMs} ms late or more, which is ${Math.round((pace.mostWithinMs * speed) / 1_000)} s of the region's time. `
    + `${asExpected ? 'Slow answers' : 'Whatever did not end as expected, slow answers'} and time-outs may be its doing and not the release's: try --speed ${Math.max(1, Math.round(speed / 2))}, or with less beside it.`;
}
